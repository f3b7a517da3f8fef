/**
 * The pages that need no turn, as a stranger meets them; ends signed in.
 * @param {import("../pages/buyer.mjs").Buyer} buyer @param {any} system @param {import("./gallery.mjs").Gallery} gallery
 */
export async function looksAround({ page, signIn, show }, { demo }, gallery) {
  const { lang } = gallery;
  const shot = gallery.shot.bind(gallery);
  await page.goto("/");
  await page.getByTestId("show-card").first().waitFor();
  await shot("home");
  await page.goto("/?q=nowhere");
  await page.getByTestId("clear-search").waitFor();
  await shot("home-nothing");
  await page.goto("/nowhere/");
  await page.getByRole("heading").waitFor();
  await shot("not-found");
  await page.goto("/show/?id=prf_00000000000000000000000000000000");
  await page.getByRole("alert").waitFor();
  await shot("show-unknown");
  await show.open(demo.performance);
  await shot("show");
  await signIn.open();
  await shot("sign-in");
  await page.locator("#email").fill("nobody@example.com");
  await page.locator("#password").fill("not the password");
  await page.getByTestId("sign-in-submit").click();
  await page.getByRole("alert").waitFor();
  await shot("sign-in-refused");
  await page.getByTestId("tab-sign-up").click();
  await shot("sign-up");
  await signIn.signIn(demo.buyers[lang === "en" ? 0 : 1]);
  await page.goto("/orders/");
  await page.getByRole("heading").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) gallery.faults.push(`${lang}-orders-none: ${wide} pixels wider than a phone`);
  await shot("orders-none");
  await page.goto("/account/");
  await page.getByTestId("sessions").getByRole("listitem").first().waitFor();
  await shot("account");
  await page.locator("#withdraw_password").fill("not the password");
  await page.getByTestId("withdraw").click();
  await page.getByTestId("withdraw-sure").waitFor();
  await shot("withdraw", { fullPage: false });
  await page.getByTestId("withdraw-sure").click();
  await page.getByRole("alert").waitFor();
  await shot("withdraw-refused");
  for (const name of ["forgot", "reset", "verify"]) {
    await page.goto(`/${name}/`);
    await page.getByTestId(name).waitFor();
    await shot(name);
  }
  await page.getByTestId("verify").click();
  await page.getByRole("alert").waitFor();
  await shot("verify-refused");
  await page.goto("/legal/?of=terms");
  await page.getByTestId("legal").waitFor();
  await shot("legal");
  await page.goto("/wait/?sale=nonsense");
  await page.locator('[data-scene="unknown"]').waitFor();
  await shot("wait-unknown");
  await page.goto("/developers/");
  await shot("developers", { fullPage: false });
}

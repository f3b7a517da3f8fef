import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Gallery } from "./looks/gallery.mjs";
import { AccountPage } from "./pages/account.mjs";
import { Buyer } from "./pages/buyer.mjs";
import { startBrowser } from "./system/browser.mjs";
import { kept } from "./system/checkout.mjs";
import { startSystem } from "./system/index.mjs";
import { Mailbox } from "./system/mail.mjs";
import { issuerSetting, startIssuer } from "./system/oidc.mjs";
import { freePort } from "./system/port.mjs";

const person = { name: "Minji", email: "minji@example.com", password: "correct horse battery" };

let system, browser, issuer, mailbox;
before(async () => {
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), "frontrow-mail-"))];
  mailbox = new Mailbox(folder);
  system = await startSystem("account", { env: { FRONTROW_MAIL_DIR: folder, FRONTROW_OIDC: issuerSetting(port) } });
  issuer = await startIssuer(kept("account"), { port, siteUrl: system.siteUrl });
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await issuer?.stop();
  await system?.stop();
  if (mailbox) rmSync(mailbox.folder, { recursive: true, force: true });
});

test("an address is confirmed by the mailed link, the password changed and forgotten, other devices are signed out, and the account is closed", async () => {
  const buyer = await Buyer.arrive(browser, system);
  const account = new AccountPage(buyer.page);
  await buyer.signIn.signUp(person);
  await account.open();
  await account.unverified.waitFor();
  await account.verify(await mailbox.link(person.email, "verify"));
  await account.open();
  await account.verified.waitFor();

  const tablet = await Buyer.arrive(browser, system);
  await tablet.signIn.signIn(person);
  await account.open();
  assert.equal(await account.sessions.count(), 2);
  const gallery = new Gallery(buyer.page, "en");
  await gallery.shot("account-proved");
  assert.deepEqual(gallery.faults, []);
  await account.endOthers();
  assert.equal(await account.sessions.count(), 1);

  await account.changePassword(person.password, "quite another battery");
  await account.forgot(person.email);
  const link = await mailbox.link(person.email, "reset");
  await account.reset(link, "a third battery");
  assert.ok(!buyer.page.url().includes("#"), "the secret leaves the address");
  // Every session has ended, this one too.
  await buyer.page.goto("/account/");
  await buyer.page.waitForURL("**/sign-in/**");
  await buyer.signIn.signIn({ ...person, password: "a third battery" });

  await account.open();
  await account.withdraw("a third battery");
  assert.deepEqual((await buyer.context.cookies()).filter(({ name }) => name.startsWith("__Host-fr_")), []);
  const rows = await system.database.rows("select 1 from accounts where email = :'email'", { email: person.email });
  assert.deepEqual(rows, []);
});

test("somebody signs in through another service and comes back to where they were", async () => {
  const buyer = await Buyer.arrive(browser, system);
  const { page } = buyer;
  await page.goto("/sign-in/?next=%2Forders%2F");
  await page.getByTestId("outside-sim").click();
  await page.locator("#refuse").click();
  await page.locator('[data-code="outside_refused"]').waitFor();
  const gallery = new Gallery(page, "en");
  await gallery.shot("outside-refused");
  assert.deepEqual(gallery.faults, []);

  await page.goto("/sign-in/?next=%2Forders%2F");
  await page.getByTestId("outside-sim").click();
  await page.locator("#email").fill("outside@example.com");
  await page.locator("#sign-in").click();
  await page.waitForURL(`${system.siteUrl}/orders/`);
  const account = new AccountPage(page);
  await account.open();
  await account.verified.waitFor();
  await page.getByText("outside@example.com").waitFor();
  await account.withdraw();
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Buyer } from "./pages/buyer.mjs";
import { Keyboard } from "./pages/keyboard.mjs";
import { startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";

let system, browser;
before(async () => {
  system = await startSystem("keyboard");
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("a purchase needs nothing but the keyboard, from the list of shows to the ticket, which prints on one page", async () => {
  const { demo } = system;
  const buyer = await Buyer.arrive(browser, system);
  const { page } = buyer;
  const keyboard = new Keyboard(page);
  await page.goto("/");
  await keyboard.press("Tab");
  assert.equal(await keyboard.focused((node) => node.id), "skip", "the first stop leads past the frame");
  await keyboard.press("Enter");
  await keyboard.to(page.locator(`[data-testid=show-card][data-id="${demo.performance}"]`));
  await keyboard.press("Enter");
  await buyer.show.join.waitFor();
  await keyboard.to(buyer.show.join);
  await keyboard.press("Enter");
  await page.waitForURL("**/sign-in/**");
  await page.getByTestId("sign-in-submit").waitFor();
  await keyboard.to(page.locator("#email"));
  await keyboard.type(demo.buyers[0].email);
  await keyboard.to(page.locator("#password"));
  await keyboard.type(demo.buyers[0].password);
  await keyboard.press("Enter");

  await buyer.waiting.yourTurn.waitFor();
  await keyboard.to(page.getByTestId("go-to-seats"));
  await keyboard.press("Enter");
  await page.waitForURL("**/seats/**");
  await buyer.seats.map.drawn();
  await keyboard.to(page.locator(`[data-section="${demo.dearSection}"]`), 80);
  await keyboard.press("Enter");
  await buyer.seats.list.waitFor();
  const seat = await keyboard.focused((node) => node.dataset.seatNo);
  assert.ok(seat, "opening a section leads to its first free seat");
  await keyboard.press("ArrowRight", "Enter", "ArrowDown", "Enter");
  assert.equal(await buyer.seats.picks.count(), 2);
  await keyboard.press("Tab");
  assert.match(await keyboard.focused((node) => node.className), /onward/, "one stop leads on from five hundred seats");
  await keyboard.press("Enter");
  await keyboard.to(buyer.seats.hold);
  await keyboard.press("Enter");

  await buyer.checkout.pay.waitFor();
  await keyboard.to(buyer.checkout.pay);
  await keyboard.press("Enter");
  assert.equal(await keyboard.focused((node) => node.id), "agree", "what is missing is where the focus goes");
  await keyboard.press("Space");
  await keyboard.to(buyer.checkout.pay);
  await keyboard.press("Enter");
  await page.waitForURL(/\/v1\/payments\/[^/]+\/checkout/);
  await keyboard.to(page.locator("#toss-pay"));
  await keyboard.press("Enter");
  await buyer.order.shows("confirmed");
  await buyer.order.qrCodesLoaded();
  await keyboard.to(buyer.order.tickets.first());
  await keyboard.press("Enter");
  await page.waitForURL("**/ticket/**");
  await buyer.order.qrCodesLoaded();

  await page.emulateMedia({ colorScheme: "dark" });
  const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  assert.equal(paper.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length, 1, "one page of paper");
  await page.emulateMedia({ colorScheme: "dark", media: "print" });
  const ink = await page.locator(".pass-card").evaluate((card) => ["background-color", "color"].map((name) => getComputedStyle(card).getPropertyValue(name)));
  assert.deepEqual(ink, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], "black on white, whatever the screen was");
});

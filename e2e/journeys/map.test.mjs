import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Buyer } from "./pages/buyer.mjs";
import { Keyboard } from "./pages/keyboard.mjs";
import { startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";
import { until } from "./system/until.mjs";

let system, browser;
before(async () => {
  system = await startSystem("map");
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("ten thousand seats can be zoomed, moved and chosen from, with the mouse and with the keyboard alone", async () => {
  const { demo } = system;
  const buyer = await Buyer.arrive(browser, system);
  await buyer.page.setViewportSize({ width: 1280, height: 800 });
  await buyer.joinLine(demo.buyers[0], demo.performance);
  await buyer.waiting.goToSeats();
  const { map } = buyer.seats;
  await map.drawn();

  const whole = await map.view();
  await map.wheel(-600);
  const near = await until("the wheel has zoomed", async () => (await map.view()).scale > whole.scale * 2 && map.view());
  await map.drag(120, -60);
  await until("the map has moved with the mouse", async () => {
    const view = await map.view();
    return Math.round(view.x - near.x) === 120 && Math.round(view.y - near.y) === -60 && view.scale === near.scale;
  });

  await map.keys("0");
  await until("everything is seen again", async () => (await map.view()).scale === whole.scale);
  await map.keys("ArrowRight");
  const first = await map.said();
  assert.match(first, /row \d+, seat \d+, .*, ₩[\d,]+, available/, "a seat is named with its place, price and state");
  await map.keys("ArrowRight", "Enter");
  const second = await map.said();
  assert.notEqual(second, first);
  assert.match(second, /your selection/);
  await map.keys("ArrowRight", "Enter");
  assert.equal(await buyer.seats.picks.count(), 2, "each Enter chooses the seat under the cursor");
  await map.keys("Enter");
  assert.equal(await buyer.seats.picks.count(), 1, "and lets it go again");

  await new Keyboard(buyer.page).to(buyer.seats.hold, 9);

  await buyer.page.getByTestId("best-button").click();
  assert.equal(await buyer.seats.picks.count(), 2, "two of the best by one press");
  const named = await buyer.seats.picks.first().textContent();
  await map.hoverMiddle();
  await map.card.waitFor();
  const [section, row] = named.match(/(Section \S+), row (\d+)/).slice(1);
  assert.match(await map.card.textContent(), new RegExp(`${section}, row ${row}, seat \\d+.*₩[\\d,]+.*(available|your selection|already sold)`), "the card names seats as the choice does");

  await buyer.page.locator(".brand").click();
  await buyer.page.getByRole("dialog").waitFor();
  await buyer.page.keyboard.press("Escape");
  assert.match(buyer.page.url(), /\/seats\//, "who did not mean to leave the shop stays");
  await buyer.seats.hold.focus();
  await buyer.page.keyboard.press("Enter");
  await buyer.page.waitForURL("**/checkout/**");
  await buyer.checkout.pay.waitFor();
  assert.ok((await buyer.page.locator(".lines").textContent()).includes(named.replace("×", "").trim()), "one name for one seat");

  await buyer.page.goBack();
  await buyer.page.getByTestId("hold-countdown").waitFor();
  assert.ok(await buyer.page.locator(".toast").isHidden(), "one's own seats were taken by nobody else");
  await buyer.page.locator(".map-note a.primary").click();
  await buyer.checkout.pay.waitFor();
  await buyer.page.getByTestId("change-seats").click();
  await buyer.page.getByTestId("confirm-release").click();
  await buyer.page.waitForURL("**/seats/**");
  await map.drawn();
  assert.equal(await buyer.page.getByTestId("hold-countdown").count(), 0, "what was given up is not held");
});

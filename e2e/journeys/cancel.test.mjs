import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { booksAgree } from "./books/agree.mjs";
import { Buyer } from "./pages/buyer.mjs";
import { startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";

// Two seconds is what the map promises; a test on a busy machine only says that it comes by itself.
const LIVE_MS = 15_000;

let system, browser;
before(async () => {
  system = await startSystem("cancel");
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("a declined card can be paid again; cancelling the order refunds it at Toss and frees its seats on another buyer's map; then the line can be joined again", async () => {
  const { demo } = system;
  const [buyer, onlooker] = [await Buyer.arrive(browser, system), await Buyer.arrive(browser, system)];
  await onlooker.joinLine(demo.buyers[1], demo.performance);
  await onlooker.waiting.goToSeats();
  await onlooker.seats.openSection(demo.dearSection);

  await buyer.joinLine(demo.buyers[0], demo.performance);
  const seats = await buyer.holdNeighbours(demo.dearSection, 2);
  await onlooker.seats.showsAll(seats, "held", LIVE_MS);
  await buyer.checkout.payAtToss();
  await buyer.toss.decline();
  await buyer.page.waitForURL("**/pay/fail/**");
  await buyer.checkout.pay.waitFor();
  await buyer.checkout.payAgain();
  await buyer.toss.pay();
  await buyer.order.shows("confirmed");
  await onlooker.seats.showsAll(seats, "taken", LIVE_MS);

  const cancelled = buyer.page.waitForResponse((answer) => answer.url().endsWith("/cancel") && answer.request().method() === "POST");
  await buyer.order.cancel();
  await cancelled;
  await onlooker.seats.showsAll(seats, "free", LIVE_MS);
  await buyer.order.shows("refunded");

  const { total } = await buyer.order.prices();
  const { totals } = await system.toss.books();
  assert.deepEqual(totals, { approved: total, canceled: total, net: 0 });
  await booksAgree(system);

  await buyer.show.open(demo.performance);
  await buyer.show.joinLine();
  await buyer.holdNeighbours(demo.dearSection, 2);
});

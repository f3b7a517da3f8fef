import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { booksAgree } from "./books/agree.mjs";
import { Buyer } from "./pages/buyer.mjs";
import { startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";
import { until } from "./system/until.mjs";

/** Longer than a process may work at an attempt. */
const LEASE_MS = 95_000;

let system, browser;
before(async () => {
  system = await startSystem("misfortune");
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("the core is killed between Toss's approval and its own commit: the page ends at the ticket, charged once", async () => {
  const { demo, toss, core, database } = system;
  const buyer = await Buyer.arrive(browser, system);
  await buyer.joinLine(demo.buyers[0], demo.performance);
  await buyer.holdNeighbours(demo.dearSection, 1);
  await buyer.checkout.payAtToss();
  await toss.fault("confirm", "hang");
  await buyer.toss.pay();
  await until("Toss has approved", async () => (await toss.books()).totals.approved > 0);
  await core.kill();
  // Another process may finish the dead one's work once its lease has run out.
  await database.setClock(LEASE_MS);
  await core.restart();

  await buyer.order.shows("confirmed", 60_000);
  await buyer.order.qrCodesLoaded();
  const { payments } = await toss.books();
  assert.deepEqual(payments.map((payment) => payment.approvals), [1], "charged once");
  await booksAgree(system);
});

test("Redis loses everything while seats are held: the page says so, and the seats can be chosen again", async () => {
  const { demo, redis } = system;
  const buyer = await Buyer.arrive(browser, system);
  await buyer.joinLine(demo.buyers[1], demo.performance);
  const seats = await buyer.holdNeighbours(demo.dearSection, 1);
  await redis.flushAll();
  await buyer.checkout.agreeAndPay();
  await buyer.checkout.holdLost.waitFor();

  await buyer.checkout.chooseAgain();
  await buyer.seats.openSection(demo.dearSection);
  await buyer.seats.showsAll(seats, "free", 20_000);
  await buyer.seats.holdSeats(seats);
  await buyer.pay();
  await booksAgree(system);
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { booksAgree } from "./books/agree.mjs";
import { Buyer } from "./pages/buyer.mjs";
import { startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";
import { until } from "./system/until.mjs";

const TEN_MINUTES_MS = 10 * 60_000;
/** Long enough to order seats, short enough to be over soon. */
const PASS_SECONDS = 20;

let system, browser;
before(async () => {
  system = await startSystem("ten-minutes-at-toss");
  await system.database.run("update sales set pass_seconds = :pass, pass_hard_seconds = :pass", { pass: PASS_SECONDS });
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("a buyer who spends ten minutes at Toss and returns after the pass ended gets the ticket", async () => {
  const { demo } = system;
  const buyer = await Buyer.arrive(browser, system);
  await buyer.joinLine(demo.buyers[0], demo.performance);
  await buyer.holdNeighbours(demo.dearSection, 1);
  await buyer.checkout.payAtToss();

  await system.toss.advance(TEN_MINUTES_MS);
  await system.database.setClock(TEN_MINUTES_MS);
  const seats = () => buyer.get(`/api/v1/sales/${demo.sale}/seats`);
  const refused = await until("the pass is over", async () => ((await seats()).status === 200 ? false : seats()), (PASS_SECONDS + 20) * 1_000);
  assert.match(refused.body.code, /^pass_(expired|ended|missing)$/, "no seats can be chosen any more");

  buyer.visited.length = 0;
  await buyer.toss.pay();
  await buyer.order.shows("confirmed");
  await buyer.order.qrCodesLoaded();
  assert.equal(await buyer.order.tickets.count(), 1);
  assert.deepEqual(buyer.visited.filter((path) => path.startsWith("/wait") || path.startsWith("/sign-in")), [], "never sent back to the line");
  await booksAgree(system);
});

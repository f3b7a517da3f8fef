import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { booksAgree } from "./books/agree.mjs";
import { Buyer } from "./pages/buyer.mjs";
import { startBrowser } from "./system/browser.mjs";
import { json } from "./system/http.mjs";
import { startSystem } from "./system/index.mjs";
import { answerLost, heldBack, slowLine } from "./system/network.mjs";

let system, browser;
before(async () => {
  system = await startSystem("network", { seed: ["--opens-in", "900"] });
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("a network that is slow, goes away and loses answers at every step, and a reload at each, double nothing and lose nothing", async () => {
  const { demo, toss, database } = system;
  const buyer = await Buyer.arrive(browser, system);
  const { page, context, waiting, seats, checkout, order } = buyer;
  const barLoaded = () => page.locator("[data-testid=connection]").waitFor({ state: "attached" });
  const bar = (state) => page.locator(`[data-testid=connection][data-state="${state}"]`).waitFor();

  await buyer.joinLine(demo.buyers[0], demo.performance);
  assert.equal(await waiting.placeNumber(), 1);
  await barLoaded();
  await context.setOffline(true);
  await bar("offline");
  assert.equal(await waiting.placeNumber(), 1, "without a network the place is still shown");
  await context.setOffline(false);
  await bar("back");
  const faster = await slowLine(page);
  await page.reload();
  assert.equal(await waiting.placeNumber(), 1, "on a slow line too");
  await faster();
  const { lanes } = await json("GET", `${system.siteUrl}/q/v1/${demo.sale}/status`);
  assert.equal(lanes.general.joined, 1, "joined once");

  await system.openNow();
  await waiting.yourTurn.waitFor();
  await page.reload();
  await waiting.goToSeats();
  await seats.openSection(demo.dearSection);
  const [seat] = await seats.freeNeighbours(1);
  await seats.seat(seat).click();
  await page.reload();
  await seats.picks.first().waitFor();
  await barLoaded();
  assert.equal(await seats.picks.count(), 1, "what was chosen is still chosen");

  const holds = await answerLost(page, "**/holds");
  await context.setOffline(true);
  await seats.hold.click();
  await bar("offline");
  await context.setOffline(false);
  await checkout.pay.waitFor();
  assert.equal(new Set(holds.keys).size, 1, "every try to hold was the same request");
  const mine = async () => (await buyer.get(`/api/v1/sales/${demo.sale}/holds/mine`)).body;
  const held = await mine();
  assert.deepEqual(held.seats.map(({ seat_no }) => seat_no), [seat]);
  const price = await heldBack(page, "**/quote");
  await page.reload();
  await bar("slow");
  await price.go();
  await checkout.pay.waitFor();
  assert.equal((await mine()).id, held.id, "the hold outlives a reload");

  const orders = await answerLost(page, "**/orders");
  const attempts = await answerLost(page, "**/attempts");
  await checkout.payAtToss();
  assert.deepEqual([new Set(orders.keys).size, new Set(attempts.keys).size], [1, 1], "every try to order was the same request");

  const answers = await heldBack(page, "**/pay-return");
  await buyer.toss.pay();
  await answers.asked;
  await page.reload();
  await barLoaded();
  await context.setOffline(true);
  await bar("offline");
  await answers.drop();
  const returns = await answerLost(page, "**/pay-return");
  await context.setOffline(false);
  await order.shows("confirmed", 60_000);
  assert.ok(returns.keys.length > 1, "the page asked again when the answer was lost");
  await page.reload();
  await order.qrCodesLoaded();
  assert.equal(await order.tickets.count(), 1);

  const { payments } = await toss.books();
  assert.deepEqual(payments.map((payment) => payment.approvals), [1], "charged once");
  const [made] = await database.rows("select (select count(*) from orders) as orders, (select count(*) from tickets) as tickets, (select count(*) from payment_attempts) as attempts");
  assert.deepEqual(made, { orders: 1, tickets: 1, attempts: 1 });
  await booksAgree(system);
});

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { booksAgree, moneyOf } from "./books/agree.mjs";
import { Buyer } from "./pages/buyer.mjs";
import { startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";
import { until } from "./system/until.mjs";

let system, browser;
before(async () => {
  // The sale opens when all three are in line: the test says when.
  system = await startSystem("on-sale", { seed: ["--cap", "2", "--opens-in", "900"] });
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("with room for two, the third of three buyers is called when the first has paid, and every book has the same won", async () => {
  const { demo } = system;
  const [first, second, third] = [await Buyer.arrive(browser, system), await Buyer.arrive(browser, system), await Buyer.arrive(browser, system, { locale: "ko-KR" })];
  await first.joinLine(demo.buyers[0], demo.performance);
  await second.joinLine(demo.buyers[1], demo.performance);
  await third.page.goto("/");
  await third.page.getByTestId("show-card").first().waitFor();
  await third.signIn.open();
  await third.signIn.signUp({ name: "셋째", email: "third@example.com", password: "a seat in the third row" });
  await third.show.open(demo.performance);
  await third.show.joinLine();

  assert.equal(await third.waiting.placeNumber(), 3);
  assert.equal(await third.waiting.peopleAhead(), 2, "before the opening both others are ahead");

  await system.openNow();
  await first.waiting.goToSeats();
  await second.waiting.yourTurn.waitFor();
  await until("the third's place has moved to the head of the line", async () => (await third.waiting.peopleAhead()) === 0);

  await first.seats.openSection(demo.cheapSection);
  await first.seats.holdSeats(await first.seats.freeNeighbours(1));
  await first.checkout.payAtToss();
  assert.equal(await third.waiting.yourTurn.isVisible(), false, "nobody comes in while two are inside");
  await first.toss.pay();
  await first.order.shows("confirmed");

  await third.waiting.yourTurn.waitFor();
  await third.waiting.goToSeats();
  await third.seats.openSection(demo.dearSection);
  const seats = await third.seats.freeNeighbours(2);
  await third.seats.holdSeats(seats);
  await third.checkout.addCoupon(demo.cappedCoupon.code);

  const shown = await third.checkout.prices();
  assert.ok(shown.subtotal / 10 > 5_000, "the cap must matter");
  assert.deepEqual(shown, { subtotal: shown.subtotal, discount: 5_000, total: shown.subtotal - 5_000 });
  await third.checkout.payAtToss();
  assert.equal(await third.toss.amount(), shown.total, "Toss asks for what the checkout showed");
  await third.toss.pay();
  await third.order.shows("confirmed");
  await third.order.qrCodesLoaded();

  const id = third.order.id();
  assert.deepEqual(await third.order.prices(), shown);
  assert.equal(await third.order.tickets.count(), 2);
  const { subtotal, discount, total } = (await third.get(`/api/v1/orders/${id}`)).body.quote;
  assert.deepEqual({ subtotal: subtotal.minor, discount: discount.minor, total: total.minor }, shown);
  const books = await moneyOf(system, id);
  assert.deepEqual([books.total, books.attempt, books.ledger, books.toss], Array(4).fill(shown.total));

  await third.order.tickets.first().click();
  await third.page.waitForURL("**/ticket/**");
  await third.order.qrCodesLoaded();
  await third.page.goto("/orders/");
  await third.page.getByTestId("order-state").waitFor();
  await third.page.goto("/nowhere/");
  await third.page.getByRole("heading").waitFor();
  await booksAgree(system);
});

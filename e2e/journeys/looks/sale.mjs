import { heldBack } from "../system/network.mjs";

/**
 * The pages of a purchase, from the line to the refund, as a signed-in buyer meets them.
 * @param {import("../pages/buyer.mjs").Buyer} buyer @param {any} system @param {import("./gallery.mjs").Gallery} gallery
 */
export async function looksThroughASale({ page, show, waiting, seats, checkout, toss, order }, system, gallery) {
  const { demo } = system;
  const { lang } = gallery;
  const shot = gallery.shot.bind(gallery);
  await show.open(demo.performance);
  if (lang === "en") {
    await show.joinLine();
    await waiting.place.waitFor();
    await shot("waiting");
    await page.context().setOffline(true);
    await page.locator('[data-testid=connection][data-state="offline"]').waitFor();
    await shot("offline");
    await page.context().setOffline(false);
    await waiting.leave();
    await shot("leave");
    await waiting.leaveIndeed();
    await shot("left");
    await waiting.lineUpAgain();
    await waiting.place.waitFor();
    await system.openNow();
  } else await show.joinLine();
  await waiting.yourTurn.waitFor();
  await waiting.goToSeats();
  await seats.map.drawn();
  await shot("seats", { drawn: seats.map.drawn, fullPage: false });
  await seats.openSection(demo.dearSection);
  const chosen = await seats.freeNeighbours(2);
  for (const seat of chosen) await seats.seat(seat).click();
  await shot("seats-chosen", { fullPage: false });
  await seats.hold.click();
  await checkout.pay.waitFor();
  await shot("checkout");
  await checkout.payAtToss();
  await toss.decline();
  await checkout.pay.waitFor();
  await shot("pay-fail");
  await page.goto("/orders/");
  await page.getByTestId("order-state").first().waitFor();
  await shot("orders");
  await page.locator("a.order-row").first().click();
  await checkout.pay.waitFor();
  await shot("order-unpaid");
  await checkout.payAgain();
  // The answer is kept back while the page shows that it waits.
  const answers = await heldBack(page, "**/pay-return");
  await toss.pay();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await answers.asked;
  await shot("pay-return");
  await answers.go();
  await order.shows("confirmed");
  await order.qrCodesLoaded();
  await shot("order");
  await order.tickets.first().click();
  await page.waitForURL("**/ticket/**");
  await order.qrCodesLoaded();
  await shot("ticket");
  await gallery.paper("ticket");
  await page.goBack();
  await order.cancel(() => shot("cancel"));
  await order.shows("refunded");
  await shot("refunded");
}

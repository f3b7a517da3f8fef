import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { booksAgree } from "./books/agree.mjs";
import { Gallery } from "./looks/gallery.mjs";
import { Buyer } from "./pages/buyer.mjs";
import { Console } from "./pages/console.mjs";
import { startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";
import { until } from "./system/until.mjs";

const MINUTE_MS = 60_000;
/** A `datetime-local` value in Seoul, where the venue is. @param {number} fromNowMs */
const seoul = (fromNowMs) => new Date(Date.now() + fromNowMs + 9 * 60 * MINUTE_MS).toISOString().slice(0, 16);

/** A drawing of two rows, the second with an aisle. */
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">${[1, 2, 3, 4].map((seat) => `<circle id="A-1-${seat}" cx="${seat * 40}" cy="80" r="12"/>`).join("")}${[1, 2, 4].map((seat) => `<circle id="A-2-${seat}" cx="${seat * 40}" cy="120" r="12"/>`).join("")}</svg>`;
const CSV = ["section,row,seat", ...["A", "B"].flatMap((section) => [1, 2].flatMap((row) => [1, 2, 3, 4, 5, 6].map((seat) => `${section},${row},${seat}`)))].join("\n");

let system, browser, desk, gallery;
before(async () => {
  system = await startSystem("console");
  browser = await startBrowser();
  desk = await Console.open(browser, system.core.internalUrl);
  gallery = new Gallery(desk.page, "console");
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("an organiser makes a show from its plan to its on-sale, steers it live, finds the order that came of it, and every act is in the log", async () => {
  const { page } = desk;
  await desk.signIn({ ...system.demo.staff, password: "not the password" });
  assert.match(await desk.alert.textContent(), /password is wrong/);
  await gallery.shot("sign-in");
  await desk.signIn(system.demo.staff);
  await page.getByTestId("sales-live").waitFor();
  await gallery.shot("sales");

  await desk.go("/venues/new");
  await page.getByTestId("preview-seats").waitFor();
  await page.getByRole("button", { name: "Add a section" }).click();
  await desk.fill({ name: "격자 홀", name_en: "Grid Hall", city: "서울", "sections[2].rows": 3, "sections[2].seats": 20 });
  await until("the preview follows the grid", async () => (await desk.previewSeats()) === "380");
  await gallery.shot("venue-grid");
  await desk.save("save-venue", /venues\/(ven_\w+)/);
  assert.equal(await page.getByTestId("venue-seats").textContent(), "380");

  await desk.go("/venues/new");
  await page.getByLabel("SVG", { exact: true }).check();
  await desk.fill({ source_svg: SVG.replace("A-1-1", "A-1-2") });
  await desk.alert.waitFor();
  await gallery.shot("venue-svg-refused");
  await desk.fill({ source_svg: SVG });
  await until("the preview follows the drawing", async () => (await desk.previewSeats()) === "7");
  await gallery.shot("venue-svg");
  await page.getByLabel("CSV", { exact: true }).check();
  await page.locator('[name="file_csv"]').setInputFiles({ name: "plan.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) });
  await until("the preview follows the table", async () => (await desk.previewSeats()) === "24");
  await desk.fill({ name: "작은 홀", name_en: "Small Hall", city: "서울" });
  await gallery.shot("venue-csv");
  const venue = await desk.save("save-venue", /venues\/(ven_\w+)/);
  assert.equal(await page.getByTestId("venue-seats").textContent(), "24");
  await gallery.shot("venue");

  await desk.go("/events/new");
  await desk.fill({ title: "작은 밤", title_en: "A Small Night", summary: "한 줄", summary_en: "One line" });
  // The sign-in ends while the form is open: after the door everything is as it was.
  await page.evaluate(() => sessionStorage.setItem("fr.console.session", JSON.stringify({ token: "over", email: "", from_ms: 0, until_ms: 9e15 })));
  await page.getByTestId("save-event").click();
  await page.getByTestId("sign-in-submit").waitFor();
  await desk.signIn(system.demo.staff);
  await page.waitForURL(/events\/new/);
  await until("what was typed is there again", async () => (await page.locator('[name="title_en"]').inputValue()) === "A Small Night");
  const event = await desk.save("save-event", /events\/(evt_\w+)/);

  await desk.go(`/performances/new?event=${event}&venue=${venue}`);
  await desk.fill({ starts_at: seoul(30 * 24 * 60 * MINUTE_MS) });
  await page.getByLabel("VIP", { exact: true }).check();
  assert.match(await page.getByTestId("grade-sums").textContent(), /House full24/);
  await gallery.shot("performance-new");
  const performance = await desk.save("save-performance", /performances\/(prf_\w+)/);
  assert.equal(await page.getByTestId("performance-state").textContent(), "Draft");

  await page.getByTestId("new-sale").click();
  await page.waitForURL(/sales\/new/);
  await desk.shown();
  await desk.fill({ general_opens_at: seoul(-MINUTE_MS), closes_at: seoul(-2 * MINUTE_MS), cap: 1 });
  await page.getByTestId("save-sale").click();
  assert.match(await desk.alert.textContent(), /Closes at/);
  assert.equal(await page.locator('[name="closes_at"]').getAttribute("aria-invalid"), "true", "the fault is where it is");
  await desk.fill({ closes_at: seoul(24 * 60 * MINUTE_MS) });
  await gallery.shot("sale-new");
  await desk.save("save-sale", /performances\/(prf_\w+)/);
  await page.getByTestId("publish").click();
  await gallery.shot("asked-to-publish");
  await desk.yes();
  await page.locator("[data-testid=performance-state][data-state=published]").waitFor();
  await gallery.shot("performance");

  await desk.go("/coupons/new");
  await desk.fill({ name: "첫 밤", name_en: "First night", code: "FIRST-NIGHT", amount: 3_000 });
  await desk.save("save-coupon", /coupons$/);
  assert.match(await page.getByTestId("coupons").textContent(), /First night.*FIRST-NIGHT/);
  await gallery.shot("coupons");
  await desk.fill({ to: system.demo.buyers[0].email });
  await page.getByTestId("save-grant").click();
  await page.getByText("They have the coupon now.").waitFor();

  const [first, second] = [await Buyer.arrive(browser, system), await Buyer.arrive(browser, system)];
  await first.joinLine(system.demo.buyers[0], performance);
  await first.waiting.goToSeats();
  await second.joinLine(system.demo.buyers[1], performance);
  await second.waiting.ahead.waitFor();

  await desk.go("/sales");
  await page.getByRole("link", { name: "A Small Night" }).click();
  await page.waitForURL(/sales\/sal_/);
  const sale = /sales\/(sal_\w+)/.exec(page.url())?.[1];
  await desk.tab("Readiness");
  await page.getByTestId("readiness").waitFor();
  await page.getByTestId("warm").click();
  await page.getByText("Warmed up and checked.").waitFor();
  await gallery.shot("readiness");
  await desk.tab("Live");
  await until("one is inside and one waits", async () => (await desk.figure("active")) === "1" && (await desk.figure("waiting")) === "1");
  await desk.tab("Settings");
  await desk.fill({ pass_seconds: 240 });
  await desk.tab("Live");
  await page.getByTestId("pause").click();
  await desk.yes();
  await page.locator("[data-testid=live-phase][data-state=paused]").waitFor();
  await second.waiting.scene("paused").waitFor();
  await gallery.shot("live-paused");
  // What was typed before the pause is kept, and saving it does not resume.
  await desk.tab("Settings");
  await page.getByText("What you typed before is back.").waitFor();
  assert.equal(await page.locator('[name="pass_seconds"]').inputValue(), "240");
  await page.getByTestId("save-sale").click();
  await page.waitForURL(/sales\/sal_\w+$/);
  await page.locator("[data-testid=live-phase][data-state=paused]").waitFor();
  await page.getByTestId("resume").click();
  await desk.yes();
  await page.locator("[data-testid=live-phase][data-state=open]").waitFor();
  await desk.setCap(2);
  await second.waiting.yourTurn.waitFor();
  await until("both are inside", async () => (await desk.figure("active")) === "2");
  await until("the chart moves with them", async () => /now 2, cap 2/.test((await page.locator("[data-testid=chart-inside] svg").getAttribute("aria-label")) ?? ""));

  await first.seats.openSection("A");
  await first.seats.holdSeats(await first.seats.freeNeighbours(2));
  const order = await first.pay();
  await until("the sold seats are seen", async () => (await desk.figure("sold")) === "2");
  await gallery.shot("live");

  await desk.go("/orders");
  await desk.fill({ q: system.demo.buyers[0].email });
  await page.getByTestId("find-orders").click();
  await page.waitForURL(/q=/);
  await page.getByTestId("order-link").first().waitFor();
  await gallery.shot("orders");
  await page.getByTestId("order-link").first().click();
  await page.waitForURL(new RegExp(order));
  await page.locator("[data-testid=order-state][data-state=confirmed]").waitFor();
  assert.match(await page.getByTestId("story").textContent(), /Ordered 2 seats.*Went to pay.*Paid/);
  await page.getByTestId("ledger").waitFor();
  await gallery.shot("order");
  // Support gives a part back at the provider: the order follows, and waits for a decision.
  const [{ payment_key }] = (await system.toss.books()).payments;
  assert.ok(await system.toss.giveBack(payment_key, 1_000));
  await until("the order needs a look", async () => {
    await page.reload();
    await page.getByTestId("order-state").waitFor();
    return (await page.getByTestId("order-state").getAttribute("data-state")) === "needs_review";
  });
  await booksAgree(system);
  await page.getByTestId("review-reason").waitFor();
  await gallery.shot("order-review");
  await page.locator('[name="way"]').selectOption("release");
  await desk.fill({ reason: "Let it go" });
  await page.getByTestId("review").click();
  await desk.yes();
  await desk.alert.waitFor();
  assert.match(await desk.alert.textContent(), /with the payment service/);
  await page.locator('[name="way"]').selectOption("confirm");
  await desk.fill({ reason: "1,000 won for a late start" });
  await page.getByTestId("review").click();
  await desk.yes();
  await page.locator("[data-testid=order-state][data-state=confirmed]").waitFor();
  assert.match(await page.getByTestId("story").textContent(), /gone back at the provider/);
  await desk.fill({ reason: "The buyer fell ill" });
  await page.getByTestId("refund").click();
  await gallery.shot("asked-to-refund");
  await desk.yes();
  await page.locator("[data-testid=order-state][data-state=refunded]").waitFor();
  assert.match(await page.getByTestId("story").textContent(), /refunded/);
  await gallery.shot("refunded");

  await desk.age();
  await desk.go("/venues");
  await until("the sign-in was renewed", desk.isFresh);
  await desk.go("/audit");
  for (const act of ["staff.signed_in", "venue.entered", "event.entered", "performance.entered", "performance.published", "sale.entered", "sale.paused", "sale.resumed", "sale.capped", "sale.warmed", "coupon.entered", "grant.given", "order.review_confirmed", "order.refund_requested"])
    assert.ok(await page.locator(`[data-action="${act}"]`).count(), `the log lacks ${act}`);
  await gallery.shot("audit");
  await page.locator('[name="action"]').selectOption("sale.capped");
  await page.getByTestId("filter-acts").click();
  await page.waitForURL(/action=sale\.capped/);
  await desk.shown();
  assert.match(await page.getByTestId("acts").textContent(), /cap: 1 → 2/);

  const pages = { events: "/events", event: `/events/${event}`, venues: "/venues", settings: `/sales/${sale}/settings`, "coupon-new": "/coupons/new", "not-found": "/nowhere" };
  for (const [name, path] of Object.entries(pages)) {
    await desk.go(path);
    await gallery.shot(name);
  }
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByTestId("sign-in-submit").waitFor();

  assert.deepEqual(gallery.faults, []);
  await booksAgree(system);
});

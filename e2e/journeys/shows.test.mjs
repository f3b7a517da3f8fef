import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Buyer } from "./pages/buyer.mjs";
import { ListPage } from "./pages/list.mjs";
import { DESKTOP, PHONE, startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";

let system, browser;
before(async () => {
  system = await startSystem("shows");
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("shows are found by words, city and day in either language, page by page, and the address keeps the question", async () => {
  const { database, demo } = system;
  // A long run in Busan: 45 more dates of the second show, two each day.
  await database.run(`
    with run as (
      insert into performances (id, event_id, venue_id, starts_at, published_at)
      select gen_random_uuid(), p.event_id, p.venue_id, timestamptz '2090-03-01 19:00+09' + (n / 2) * interval '1 day', now()
      from performances p join venues v on v.id = p.venue_id, generate_series(0, 44) n where v.city_en = 'Busan' returning id)
    insert into sales (id, performance_id, general_opens_at, closes_at)
    select gen_random_uuid(), id, now() - interval '1 hour', timestamptz '2090-02-28 00:00+09' from run`);
  const { page } = await Buyer.arrive(browser, system, { timezoneId: "America/New_York" });
  const list = new ListPage(page);
  await page.goto("/");
  await list.shows(20);
  assert.match(await list.ownTime(demo.performance), /5:00.AM EST/, "the reader's own time stands beside Seoul's");
  await list.more();
  await list.shows(40);
  await list.more();
  await list.shows(47);
  assert.equal(await list.different(), 47, "no show comes twice");
  assert.equal(await list.moreButton.count(), 0);

  await list.search({ q: "winter BUSAN", from: "2090-03-05", to: "2090-03-06" });
  await list.shows(4);
  assert.match(page.url(), /\?q=winter\+BUSAN&from=2090-03-05&to=2090-03-06$/);
  await page.reload();
  await list.shows(4);
  await list.search({ q: "자정 등불", from: "", to: "" });
  await list.nothing.waitFor();
  await list.search({ q: "한밤의" });
  await list.shows(1);
  await page.goBack();
  await list.nothing.waitFor();
  await list.clear();
  await list.search({ city: "서울" });
  await list.shows(1);
});

test("nothing jumps while a show's page comes in, on a phone and at a desk", async () => {
  const { page } = await Buyer.arrive(browser, system);
  await page.addInitScript(() => {
    const shift = (window.shift = { sum: 0 });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shift.sum += entry.value))).observe({ type: "layout-shift", buffered: true });
  });
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    await page.goto(`/show/?id=${system.demo.performance}`);
    await page.getByTestId("join-button").waitFor();
    // Two frames on, what the last change moved has been measured.
    const moved = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window.shift.sum))))));
    assert.ok(moved < 0.1, `${viewport.width} pixels wide: ${moved}`);
  }
});

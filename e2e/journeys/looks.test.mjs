import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Gallery } from "./looks/gallery.mjs";
import { looksThroughASale } from "./looks/sale.mjs";
import { looksAround } from "./looks/site.mjs";
import { Buyer } from "./pages/buyer.mjs";
import { startBrowser } from "./system/browser.mjs";
import { startSystem } from "./system/index.mjs";

let system, browser;
before(async () => {
  system = await startSystem("looks", { seed: ["--opens-in", "900"] });
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

for (const locale of /** @type {const} */ (["en-US", "ko-KR"]))
  test(`every page in ${locale} is pictured on phone and desktop, light and dark, and axe-core finds nothing`, async () => {
    const buyer = await Buyer.arrive(browser, system, { locale });
    const gallery = new Gallery(buyer.page, /** @type {"en"|"ko"} */ (locale.slice(0, 2)));
    await looksAround(buyer, system, gallery);
    await looksThroughASale(buyer, system, gallery);
    assert.deepEqual(gallery.faults, []);
  });

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Buyer } from "./pages/buyer.mjs";
import { WaitingPage } from "./pages/waiting.mjs";
import { startBrowser } from "./system/browser.mjs";
import { json } from "./system/http.mjs";
import { startSystem } from "./system/index.mjs";
import { until } from "./system/until.mjs";

let system, browser;
before(async () => {
  system = await startSystem("place", { seed: ["--opens-in", "900"] });
  browser = await startBrowser();
});
after(async () => {
  await browser?.stop();
  await system?.stop();
});

test("a place survives a reload and is the same in a second tab; leaving the line asks first", async () => {
  const { demo } = system;
  const ahead = await Buyer.arrive(browser, system);
  await ahead.joinLine(demo.buyers[0], demo.performance);
  await ahead.waiting.place.waitFor();
  const buyer = await Buyer.arrive(browser, system);
  await buyer.joinLine(demo.buyers[1], demo.performance);
  assert.equal(await buyer.waiting.placeNumber(), 2);

  await buyer.page.reload();
  assert.equal(await buyer.waiting.placeNumber(), 2, "after a reload");
  const tab = await buyer.context.newPage();
  await tab.goto(buyer.page.url());
  const second = new WaitingPage(tab);
  assert.equal(await second.placeNumber(), 2, "in a second tab");
  const joined = async () => (await json("GET", `${system.siteUrl}/q/v1/${demo.sale}/status`)).lanes.general.joined;
  assert.equal(await until("both places are in the document", async () => (await joined()) >= 2 && joined()), 2);

  await buyer.waiting.leave();
  await buyer.waiting.stay();
  assert.equal(await buyer.waiting.placeNumber(), 2, "who stays keeps the place");
  await buyer.waiting.leave();
  await buyer.waiting.leaveIndeed();
  await second.scene("left").waitFor();
  assert.equal(await joined(), 2, "no tab joined again");
});

test("a shared link of a line joins nothing before a press, and one that leads nowhere says so", async () => {
  const { demo } = system;
  const joined = async () => (await json("GET", `${system.siteUrl}/q/v1/${demo.sale}/status`)).lanes.general.joined;
  const before = await joined();
  const guest = await Buyer.arrive(browser, system);
  const asked = [];
  guest.page.on("request", (request) => request.url().endsWith("/join") && asked.push(request.url()));
  await guest.page.goto(`/wait/?sale=${demo.sale}&show=${demo.performance}`);
  await guest.waiting.scene("ask").waitFor();
  assert.deepEqual(asked, []);
  await guest.page.goto("/wait/?sale=nonsense");
  await guest.waiting.scene("unknown").locator("a").click();
  await guest.page.getByTestId("show-card").first().waitFor();
  assert.equal(await joined(), before);
  assert.deepEqual(asked, []);
});

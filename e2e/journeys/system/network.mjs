/** What a network does to a page: keeps requests back, loses answers, is slow or away. */

/**
 * Keeps the requests to an address from going out until `go`, or `drop`, which loses them.
 * @param {import("playwright-core").Page} page @param {string} url
 */
export async function heldBack(page, url) {
  let decide = (_) => {};
  let hear = () => {};
  const decided = new Promise((done) => (decide = done));
  /** Once the first is made. */
  const asked = new Promise((done) => (hear = () => done(undefined)));
  const wait = async (route) => {
    hear();
    const goes = await decided;
    // The page may be gone meanwhile.
    await (goes ? route.continue() : route.abort("internetdisconnected")).catch(() => {});
  };
  await page.route(url, wait);
  const end = async (goes) => {
    decide(goes);
    await page.unroute(url, wait);
  };
  return { asked, go: () => end(true), drop: () => end(false) };
}

/**
 * Loses the answer to the next request of this address: the server has heard it, the page has not.
 * @param {import("playwright-core").Page} page @param {string} url @param {string} [method]
 * @returns {Promise<{keys: (string|undefined)[]}>} the Idempotency-Keys of all that follow, the lost one first
 */
export async function answerLost(page, url, method = "POST") {
  /** @type {(string|undefined)[]} */
  const keys = [];
  await page.route(url, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  return { keys };
}

/** Answers come late and slowly, as on a full train. @param {import("playwright-core").Page} page */
export async function slowLine(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 400, downloadThroughput: 64 * 1024, uploadThroughput: 32 * 1024 });
  return () => session.detach();
}

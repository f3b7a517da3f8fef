import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { kept } from "./checkout.mjs";
import { prepareCore } from "./core.mjs";
import { Database } from "./database.mjs";
import { demoOf } from "./demo.mjs";
import { startEdge } from "./edge.mjs";
import { freePort } from "./port.mjs";
import { startRedis } from "./redis.mjs";
import { startToss } from "./toss.mjs";

/** wrangler builds the Worker first when its sources changed. */
const EDGE_LIMIT_MS = 300_000;

/**
 * A whole system with the demo on-sale, on stores of its own.
 * @param {string} name of the journey: names the database and the folder of logs
 * @param {{seed?: string[], env?: Record<string, string>}} [options] `seed`: more arguments of seed-demo; `env`: more of the core's variables
 */
export async function startSystem(name, { seed = [], env } = {}) {
  rmSync(kept(name), { recursive: true });
  const folder = kept(name);
  const database = new Database(name);
  const rootSecret = randomBytes(32).toString("base64url");
  const port = await freePort();
  const siteUrl = `http://localhost:${port}`;
  /** What to undo, last first. @type {(() => Promise<unknown>)[]} */
  const ending = [];
  const stop = async () => {
    for (const end of ending.splice(0).reverse()) await end();
  };
  try {
    await database.create();
    ending.push(database.drop);
    const redis = await startRedis(folder);
    ending.push(() => redis.part.stop());
    const toss = await startToss(folder, siteUrl);
    ending.push(() => toss.part.stop());
    const core = await prepareCore(folder, { databaseUrl: database.url, redisUrl: redis.url, tossUrl: toss.url, siteUrl, rootSecret, env });
    await core.command("migrate");
    const demo = demoOf(JSON.parse(await core.command("seed-demo", "--json", ...seed)));
    // The core fetches the edge's keys, the edge the core's: both start before either is ready.
    const process = core.start();
    ending.push(() => process.stop());
    const edge = await startEdge(folder, { port, siteUrl, coreUrl: core.url, tossUrl: toss.url, rootSecret });
    ending.push(() => edge.part.stop());
    await process.ready(core.isReady);
    await edge.part.ready(edge.isReady, EDGE_LIMIT_MS);
    return {
      siteUrl, database, redis, toss, demo, stop,
      /** Opens the sale at once, as an organiser would. */
      openNow: () => core.command("seed-demo", "--opens-in", "0"),
      core: {
        ...core,
        kill: () => process.kill(),
        /** After a kill. */
        async restart() {
          process.start();
          await process.ready(core.isReady);
        },
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { programs } from "./checkout.mjs";
import { KEY_ID } from "./core.mjs";
import { Part } from "./part.mjs";
import { freePort } from "./port.mjs";

/**
 * The edge as a developer runs it: the Worker, its Durable Objects and the site on workerd.
 * @param {string} folder for log, settings and state @param {{port: number, siteUrl: string, coreUrl: string, tossUrl: string, rootSecret: string}} around
 */
export async function startEdge(folder, { port, siteUrl, coreUrl, tossUrl, rootSecret }) {
  const settings = join(folder, "edge.env");
  writeFileSync(settings, `ROOT_SECRET=${rootSecret}\nKEY_ID=${KEY_ID}\nCORE_URL=${coreUrl}\nSITE_ORIGIN=${siteUrl}\nPAY_SOURCES=${tossUrl}\n`, { mode: 0o600 });
  const part = new Part("edge", folder, {
    // By the Node that runs the tests: the machine's own may be too old for wrangler.
    program: process.execPath,
    // The debugger's usual port may be another system's.
    args: [programs.wrangler, "dev", "--port", `${port}`, "--inspector-port", `${await freePort()}`, "--persist-to", join(folder, "edge-state"), "--env-file", settings, "--show-interactive-dev-session=false"],
    env: { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" },
  });
  return { part, isReady: () => fetch(`${siteUrl}/healthz`).then((answer) => answer.ok) };
}

import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { programs } from "./checkout.mjs";
import { Part } from "./part.mjs";
import { freePort } from "./port.mjs";
import { CLIENT_KEY, SECRET_KEY } from "./toss.mjs";

export const KEY_ID = "k1";
const exec = promisify(execFile);

/**
 * The core and its commands.
 * @param {string} folder for the log
 * @param {{databaseUrl: string, redisUrl: string, tossUrl: string, siteUrl: string, rootSecret: string, env?: Record<string, string>}} around
 */
export async function prepareCore(folder, around) {
  const [publicPort, internalPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${publicPort}`;
  const internalUrl = `http://127.0.0.1:${internalPort}`;
  /** @type {Record<string, string>} */
  const env = {
    DATABASE_URL: around.databaseUrl,
    REDIS_URL: around.redisUrl,
    FRONTROW_PUBLIC_ADDR: `127.0.0.1:${publicPort}`,
    FRONTROW_INTERNAL_ADDR: `127.0.0.1:${internalPort}`,
    FRONTROW_EDGE_JWKS: `${around.siteUrl}/.well-known/jwks.json`,
    FRONTROW_ACCESS_SEED: randomBytes(32).toString("base64url"),
    FRONTROW_SITE_URL: around.siteUrl,
    FRONTROW_LOG: "text",
    NO_COLOR: "1",
    TOSS_BASE_URL: around.tossUrl,
    TOSS_SDK_URL: `${around.tossUrl}/v2/standard`,
    TOSS_SECRET_KEY: SECRET_KEY,
    TOSS_CLIENT_KEY: CLIENT_KEY,
    ...(await derivedKeys(around.rootSecret)),
    ...around.env,
  };
  return {
    url, internalUrl,
    /** Runs one of its commands to the end. @param {...string} args @returns {Promise<string>} what it printed */
    command: async (...args) => (await exec(programs.frontrow, args, { env: { ...process.env, ...env } })).stdout,
    start: () => new Part("core", folder, { program: programs.frontrow, args: ["serve"], env }),
    isReady: () => fetch(`${internalUrl}/readyz`).then((answer) => answer.ok),
  };
}

/** The keys that the core gets out of the edge's root secret, as its variables. */
function derivedKeys(rootSecret) {
  return new Promise((keys, failed) => {
    const child = execFile(programs.frontrow, ["derive-keys", "--kid", KEY_ID], (error, stdout, stderr) =>
      error ? failed(new Error(stderr, { cause: error })) : keys(Object.fromEntries(stdout.trim().split("\n").map((line) => line.split(/=(.*)/s, 2)))));
    child.stdin?.end(`${rootSecret}\n`);
  });
}

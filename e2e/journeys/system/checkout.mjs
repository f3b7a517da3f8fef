import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** The root of this checkout. */
export const root = resolve(import.meta.dirname, "../../..");

/** A folder for what a run leaves behind, made when missing. @param {...string} names */
export function kept(...names) {
  const folder = join(root, "target/journeys", ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The built programs; `cargo xtask test` names them, by hand they are where cargo puts them. */
export const programs = {
  frontrow: process.env.FRONTROW_BIN ?? join(root, "target/debug/frontrow"),
  tossSim: process.env.TOSS_SIM_BIN ?? join(root, "target/debug/toss-sim"),
  oidcSim: process.env.OIDC_SIM_BIN ?? join(root, "target/debug/oidc-sim"),
  chromium: process.env.CHROMIUM ?? "/usr/bin/chromium",
  wrangler: join(root, "node_modules/wrangler/bin/wrangler.js"),
};

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.mjs";

const source = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");

/** Most elements that are named for one fault. */
const MOST = 3;

/**
 * What axe-core holds against the page as it is now; one line a fault.
 * @param {import("playwright-core").Page} page @param {string[]} [rules] all of them when absent @returns {Promise<string[]>}
 */
export async function faults(page, rules) {
  // By the debugger: a script element would need a hole in the content security policy.
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(source);
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const { violations } = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, MOST).map(({ html, any, all }) => `${id}: ${help}: ${html.slice(0, 160)} ${[...any, ...all].map(({ message }) => message).join(" ")}`));
}

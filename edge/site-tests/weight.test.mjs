import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { brotliCompressSync, constants } from "node:zlib";

const site = new URL("../site/", import.meta.url);
/** As a network compresses while it serves: Brotli at a middle level. */
const weigh = (path) => brotliCompressSync(read(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
const read = (path) => readFileSync(new URL(`.${path}`, site));

/** Everything a page loads before it can say anything: its HTML, styles, modules and words. */
function loaded(page, words) {
  const html = read(page).toString();
  const found = new Set([page, ...words]);
  const follow = (path) => {
    if (found.has(path)) return;
    found.add(path);
    for (const [, next] of read(path).toString().matchAll(/^import .*?"(\/js\/[^"]+)"/gm)) follow(next);
  };
  for (const [, style] of html.matchAll(/href="(\/css\/[^"]+)"/g)) found.add(style);
  for (const [, script] of html.matchAll(/src="(\/js\/[^"]+)"/g)) follow(script);
  return [...found];
}

test("the waiting page weighs at most 14 kB before it is useful", () => {
  for (const lang of ["ko", "en"]) {
    const paths = loaded("/wait/index.html", [`/i18n/${lang}/frame.js`, `/i18n/${lang}/wait.js`]);
    const bytes = paths.reduce((sum, path) => sum + weigh(path), 0);
    assert.ok(paths.length > 10, "imports were not followed");
    assert.ok(bytes <= 14 * 1024, `${bytes} bytes in ${lang}: ${paths.map((path) => `${path} ${weigh(path)}`).join(", ")}`);
  }
});

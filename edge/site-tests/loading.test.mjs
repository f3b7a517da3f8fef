import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { brotliCompressSync, constants } from "node:zlib";

const site = new URL("../site/", import.meta.url);
const read = (path) => readFileSync(new URL(`.${path}`, site));
/** As a network compresses while it serves: Brotli at a middle level. */
const weigh = (path) => brotliCompressSync(read(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
const pages = readdirSync(site, { recursive: true })
  .filter((name) => name.endsWith(".html"))
  .map((name) => `/${name}`);
const named = (html, pattern) => [...html.matchAll(pattern)].map((found) => found[1]);

/** The modules that a page needs before it runs, found by following imports. */
function modules(page) {
  const found = new Set();
  const follow = (path) => {
    if (found.has(path)) return;
    found.add(path);
    named(read(path).toString(), /^import .*?"(\/js\/[^"]+)"/gm).forEach(follow);
  };
  named(read(page).toString(), /src="(\/js\/[^"]+)"/g).forEach(follow);
  return [...found];
}

test("pages name all their modules, so that none waits for another to be read", () => {
  assert.ok(pages.length > 10);
  for (const page of pages) {
    const preloaded = named(read(page).toString(), /rel="modulepreload" href="([^"]+)"/g);
    const [entry, ...imported] = modules(page);
    // The reference for programmers is readable without any.
    assert.equal(Boolean(entry), !page.startsWith("/developers/"), page);
    assert.deepEqual(preloaded, imported.sort(), page);
  }
});

test("nothing on a page is inline or from elsewhere: the content security policy would refuse it", () => {
  for (const page of pages) {
    const html = read(page).toString();
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*src="\/js\/)|(src|href)="(https?:)?\/\//, page);
  }
});

test("the waiting page weighs at most 14 kB before it is useful", () => {
  for (const lang of ["ko", "en"]) {
    const page = "/wait/index.html";
    const paths = [
      page,
      ...named(read(page).toString(), /href="(\/css\/[^"]+)"/g),
      ...modules(page),
      `/i18n/${lang}/frame.js`,
      `/i18n/${lang}/wait.js`,
    ];
    const bytes = paths.reduce((sum, path) => sum + weigh(path), 0);
    assert.ok(
      bytes <= 14 * 1024,
      `${bytes} bytes in ${lang}: ${paths.map((path) => `${path} ${weigh(path)}`).join(", ")}`,
    );
  }
});

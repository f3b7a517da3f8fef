import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const site = new URL("../site/", import.meta.url);
const read = (name) => readFileSync(new URL(name, site), "utf8");
// The reference for programmers is written from the API's document.
const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html") && !name.startsWith("developers"));
const shared = /^(index|show|legal)/;
const only = (html, pattern, page) => {
  const found = [...html.matchAll(pattern)].map(([, text]) => text);
  assert.equal(found.length, 1, `${page}: ${pattern}`);
  assert.ok(found[0].trim(), `${page}: ${pattern}`);
  return found[0];
};
const meta = (html, kind, name, page) => only(html, new RegExp(`<meta ${kind}="${name}" content="([^"]*)">`, "g"), page);

test("every page has a title and a description of its own, and says the same to messengers, which run no script", () => {
  assert.ok(pages.length > 10);
  const [titles, descriptions] = [new Set(), new Set()];
  for (const page of pages) {
    const html = read(page);
    const title = only(html, /<title>(.*?)<\/title>/g, page);
    const description = meta(html, "name", "description", page);
    // What stands in the waiting page's head is loaded by a crowd; messengers read its title and description.
    if (page !== "wait/index.html") {
      assert.equal(title, `${meta(html, "property", "og:title", page)} · Frontrow`, page);
      assert.equal(description, meta(html, "property", "og:description", page), page);
    }
    // Pages of one person are not for sharing.
    if (shared.test(page)) for (const name of ["og:type", "og:site_name"]) meta(html, "property", name, page);
    titles.add(title);
    descriptions.add(description);
  }
  assert.equal(titles.size, pages.length, "titles of their own");
  assert.equal(descriptions.size, pages.length, "descriptions of their own");
});

test("search engines are asked to leave alone what belongs to one person or to a line, and what is no page", () => {
  const robots = read("robots.txt");
  for (const path of ["/api/", "/q/", "/account/", "/checkout/", "/order/", "/orders/", "/pay/", "/seats/", "/ticket/", "/wait/"]) {
    assert.ok(robots.includes(`Disallow: ${path}\n`), path);
  }
  assert.doesNotMatch(robots, /Disallow: \/(show\/)?\n/);
});

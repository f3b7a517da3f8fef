// Without Cloudflare: the same headers, routes and lines under a plain workerd.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startCore } from "./harness/core.mjs";
import { raw } from "./harness/raw.mjs";
import { readFileSync } from "node:fs";
import { attackLine } from "./harness/attacks.mjs";
import { startSelfHosted } from "./harness/self-hosted.mjs";
import { Visitor, admitted } from "./harness/visitor.mjs";

let core, edge;
before(async () => {
  core = await startCore();
  edge = await startSelfHosted(core.url);
});
after(async () => {
  await edge?.stop();
  await core.stop();
});

test("pages have the headers of site/_headers, and those with the provider's script the Worker's", async () => {
  const home = await edge.ask("/");
  assert.equal(home.status, 200);
  assert.match(home.headers.get("content-type"), /^text\/html/);
  assert.match(home.headers.get("content-security-policy"), /^default-src 'none'; script-src 'self';/);
  assert.equal(home.headers.get("x-content-type-options"), "nosniff");
  const checkout = await edge.ask("/checkout/");
  assert.equal(checkout.status, 200);
  assert.match(checkout.headers.get("content-security-policy"), /script-src 'self' https:\/\/pay\.example\.com;/);
});

test("what is no file is no page, and what configures the files is none", async () => {
  const missing = await edge.ask("/nothing-here");
  assert.equal(missing.status, 404);
  assert.match(missing.headers.get("content-type"), /^text\/html/);
  assert.equal((await edge.ask("/_headers")).status, 404);
  assert.equal((await edge.ask("/show")).headers.get("location"), "/show/");
  assert.equal((await edge.ask("/api/v1/nothing")).body.code, "not_found");
});

// Cloudflare, and its simulator, take dots away before the Worker sees an address; nobody does so here.
test("one address has one spelling, and what no address takes is no GET", async () => {
  const sale = core.addSale();
  const status = `/q/v1/${sale}/status`;
  assert.equal((await raw(edge.base, "GET", status)).status, 200);
  for (const path of [`/q/v1//q/v1/${sale}/status`, `/q/v1/${sale}/./status`, `/q/v1/x/../${sale}/status`, `/q/v1/x/%2e%2e/${sale}/status`, "/api/v1/x/%2E%2E/performances"]) {
    assert.equal((await raw(edge.base, "GET", path)).status, 404, path);
  }
  for (const method of ["PROPFIND", "PUT", "OPTIONS"]) {
    for (const path of [status, "/api/v1/performances", "/"]) assert.equal((await raw(edge.base, method, path)).status, 405, `${method} ${path}`);
  }
});

test("a line is kept through a power cut, and its visitors get in", async () => {
  const sale = core.addSale({ cap: 1 });
  const [first, second] = [new Visitor(edge, sale), new Visitor(edge, sale)];
  await first.join();
  await second.join();
  await edge.kill();
  await edge.start();
  assert.deepEqual((await second.join()).body.place, second.place);
  await admitted(first);
  assert.notEqual((await second.claim()).status, 200);
  assert.equal((await first.seats()).status, 200);
});

test("each limit of the line holds without a limiter of the platform", () => attackLine(core, edge));

test("the front sets the client's address itself, and counts an IPv6 /64 as one", () => {
  const conf = readFileSync(new URL("../../deploy/nginx.conf", import.meta.url), "utf8");
  assert.deepEqual(conf.match(/^\s*proxy_set_header CF-Connecting-IP .*$/gm)?.map((line) => line.trim()), ["proxy_set_header CF-Connecting-IP $remote_addr;"]);
  // A location with headers of its own would inherit none.
  for (const [, location] of conf.matchAll(/location [^{]*\{([^}]*)\}/g))
    if (location.includes("frontrow_edge")) assert.doesNotMatch(location, /proxy_set_header/);
  const rules = [...conf.matchAll(/^\s*"~(\*?)(\S+)"\s+(\S+);/gm)];
  const client = (address) => {
    for (const [, star, pattern, key] of rules) {
      const found = new RegExp(pattern, star && "i").exec(address);
      if (found) return found.groups?.[key.slice(1)] ?? key;
    }
    return address;
  };
  for (const zone of conf.matchAll(/limit_req_zone (\S+)/g)) assert.equal(zone[1], "$frontrow_client");
  assert.equal(client("2001:db8:0:7::1"), client("2001:db8:0:7:ffff:1:2:3"));
  assert.notEqual(client("2001:db8:0:7::1"), client("2001:db8:0:8::1"));
  assert.equal(client("2001:db8::1"), client("2001:db8::2:0:0:1"));
  assert.equal(client("::ffff:203.0.113.9"), "203.0.113.9");
  assert.equal(client("203.0.113.9"), "203.0.113.9");
});

// A link to a show, as a messenger reads it: the head of the page, without any script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startCore } from "./harness/core.mjs";
import { ORIGIN, startEdge } from "./harness/edge.mjs";
import { newId } from "./harness/signing.mjs";

let core, edge;
before(async () => {
  core = await startCore();
  edge = await startEdge({ core: core.url, site: fileURLToPath(new URL("../site/", import.meta.url)) });
});
after(async () => {
  await edge?.stop();
  await core.stop();
});

/** A show at the core. @param {object} event */
function addShow(event) {
  const id = newId("prf");
  const body = { id, event: { summary: "", poster_url: null, ...event }, venue: { name: "큰 홀", city: "서울" } };
  core.answers.set(`/api/v1/performances/${id}`, { body });
  return id;
}
const meta = (html, name) => [...html.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)">/g)].filter(([, found]) => found === name).map(([, , text]) => text);

test("a shared link shows the show: its title, what it is, where, and its picture", async () => {
  const id = addShow({ title: "겨울 노래", summary: "하루뿐인 밤", poster_url: "/posters/a.webp" });
  const { status, text, headers } = await edge.ask(`/show/?id=${id}&from=chat`);
  assert.equal(status, 200);
  assert.match(headers.get("content-type"), /^text\/html/);
  assert.match(headers.get("content-security-policy"), /^default-src 'none'; script-src 'self' ;/);
  assert.match(text, /<title>겨울 노래 · Frontrow<\/title>/);
  assert.deepEqual(meta(text, "og:title"), ["겨울 노래"]);
  assert.deepEqual(meta(text, "og:description"), ["하루뿐인 밤 · 큰 홀, 서울"]);
  assert.deepEqual(meta(text, "description"), ["하루뿐인 밤 · 큰 홀, 서울"]);
  assert.deepEqual(meta(text, "og:url"), [`${ORIGIN}/show/?id=${id}`]);
  assert.deepEqual(meta(text, "og:image"), [`${ORIGIN}/posters/a.webp`]);
  const [picture] = meta((await edge.ask(`/show/?id=${addShow({ title: "그림 없음" })}`)).text, "og:image");
  assert.equal(picture, `${ORIGIN}/share.png`);
  assert.equal((await edge.ask("/share.png")).headers.get("content-type"), "image/png");
});

test("what somebody named a show stays words", async () => {
  const id = addShow({ title: `"><script>alert(1)</script>$&'`, summary: "</title><img onerror=x>", poster_url: `/a"><script>` });
  const { text } = await edge.ask(`/show/?id=${id}`);
  assert.doesNotMatch(text, /<script>|<img|onerror=x>/);
  assert.deepEqual(meta(text, "og:title"), ["&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp;&#39;"]);
  assert.deepEqual(meta(text, "og:image"), [`${ORIGIN}/a&quot;&gt;&lt;script&gt;`]);
});

test("without a show, or a core that answers, the page is as it is, soon", async () => {
  const plain = (await edge.ask("/show/")).text;
  assert.match(plain, /<title>공연 안내 · Frontrow<\/title>/);
  for (const id of ["", "nonsense", "..%2F..%2Fme", `"><script>`, "a".repeat(9_000)]) assert.equal((await edge.ask(`/show/?id=${id}`)).text, plain, id);
  for (const trouble of ["hang", 500]) {
    core.trouble = trouble;
    const { status, text } = await edge.ask(`/show/?id=${newId("prf")}`);
    assert.deepEqual([status, text === plain], [200, true], `${trouble}`);
  }
  core.trouble = null;
});

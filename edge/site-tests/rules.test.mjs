import assert from "node:assert/strict";
import test from "node:test";
import { backoff } from "../site/js/backoff.js";
import { formatMoney, sum } from "../site/js/money.js";
import { sceneOf } from "../site/js/room/scene.js";
import { clockText, ownDate, parts, venueDate } from "../site/js/time.js";

test("money is written as the reader expects it", () => {
  assert.equal(formatMoney({ minor: 165000, currency: "KRW" }, "ko"), "165,000원");
  assert.equal(formatMoney({ minor: 165000, currency: "KRW" }, "en"), "₩165,000");
  assert.equal(formatMoney({ minor: -5000, currency: "KRW" }, "ko"), "-5,000원");
  assert.equal(formatMoney({ minor: 1999, currency: "USD" }, "en"), "$19.99");
  assert.deepEqual(
    sum([
      { minor: 1, currency: "KRW" },
      { minor: 2, currency: "KRW" },
    ]),
    { minor: 3, currency: "KRW" },
  );
  assert.equal(sum([]), null);
});

test("a show's date is the venue's, with its zone", () => {
  const text = venueDate("2026-12-31T10:00:00Z", "Asia/Seoul", "en");
  assert.match(text, /December 31, 2026/);
  assert.match(text, /7:00.PM GMT\+9/);
  assert.match(venueDate("2026-12-31T10:00:00Z", "Asia/Seoul", "en", "long"), /Korean Standard Time/);
});

test("the reader's own time stands beside it only where it is another", () => {
  const at = "2026-12-31T10:00:00Z";
  assert.match(String(ownDate(at, "Asia/Seoul", "en", "America/New_York")), /Thu, Dec 31, 5:00.AM EST/);
  assert.equal(ownDate(at, "Asia/Seoul", "en", "Asia/Seoul"), null);
  assert.equal(ownDate(at, "Asia/Seoul", "en", "Asia/Tokyo"), null, "another zone, the same time");
});

test("clocks round up: what is left of a second still counts", () => {
  assert.equal(clockText(61_001), "1:02");
  assert.equal(clockText(3_600_000), "1:00:00");
  assert.equal(clockText(-5), "0:00");
  assert.deepEqual(parts(90_061_000), { days: 1, hours: 1, minutes: 1, seconds: 1 });
});

test("retries spread out and heed the server", () => {
  assert.equal(backoff(1, 0), 0);
  assert.ok(backoff(1, 0.999) < 600);
  assert.ok(backoff(30, 0.999) < 8_000);
  assert.equal(backoff(1, 0, 5_000), 5_000);
});

test("one scene follows from what is known", () => {
  const scene = (over) => sceneOf({ phase: "open", called: false, mine: null, left: false, ...over });
  assert.equal(scene({}), "waiting");
  assert.equal(scene({ called: true }), "called");
  assert.equal(scene({ mine: "granted", phase: "hold" }), "turn");
  assert.equal(scene({ phase: "lobby", called: true }), "waiting");
  assert.equal(scene({ phase: "hold", called: true }), "hold");
  assert.equal(scene({ mine: "late" }), "called");
  assert.equal(scene({ left: true }), "left");
  assert.equal(scene({ mine: "ended" }), "ended");
});

import assert from "node:assert/strict";
import test from "node:test";
import { peopleAhead, pollDelay, roundRange, waitRange } from "../site/js/room/estimate.js";

const status = (over = {}) => ({
  phase: "open",
  rate_per_min: 30,
  estimate: { low_per_min: 20, high_per_min: 40 },
  poll_ms: { min: 2000, max: 15000 },
  ...over,
});

test("people ahead are those between a place and the called ones", () => {
  assert.equal(peopleAhead(150, { called: 100 }), 50);
  assert.equal(peopleAhead(100, { called: 100 }), 0);
  assert.equal(peopleAhead(3, { called: 100 }), 0);
});

test("the wait is a range that holds the middle of the rates", () => {
  const { lowMs, highMs } = waitRange(120, status());
  assert.equal(lowMs, 3 * 60_000);
  assert.equal(highMs, Math.ceil((121 / 20) * 60_000));
  assert.ok(lowMs < (120 / 30) * 60_000 && (120 / 30) * 60_000 < highMs);
});

test("a line that does not move promises nothing", () => {
  assert.equal(waitRange(10, status({ phase: "paused" })), null);
  assert.equal(waitRange(10, status({ estimate: { low_per_min: 0, high_per_min: 0 } })), null);
});

test("ranges are said in units people use", () => {
  const minute = 60_000;
  assert.deepEqual(roundRange({ lowMs: 5_000, highMs: 50_000 }), { key: "under_minute", low: 0, high: 1 });
  assert.deepEqual(roundRange({ lowMs: 30_000, highMs: 3.2 * minute }), { key: "up_to_minutes", low: 0, high: 4 });
  assert.deepEqual(roundRange({ lowMs: 4.5 * minute, highMs: 9.1 * minute }), { key: "minutes", low: 4, high: 10 });
  assert.equal(roundRange({ lowMs: 80 * minute, highMs: 140 * minute }).key, "hours");
  assert.equal(roundRange({ lowMs: 400 * minute, highMs: 900 * minute }).key, "over_hours");
});

test("polls follow the remaining wait within the room's bounds", () => {
  const steady = { hidden: false, random: 0.5 };
  assert.equal(pollDelay({ lowMs: 0 }, status(), steady), 2_000);
  assert.equal(pollDelay({ lowMs: 20_000 }, status(), steady), 5_000);
  assert.equal(pollDelay({ lowMs: 3_600_000 }, status(), steady), 15_000);
  assert.equal(pollDelay(null, status({ phase: "paused" }), steady), 5_000);
  assert.equal(pollDelay({ lowMs: 0 }, status(), { hidden: true, random: 0.5 }), 15_000);
  assert.equal(pollDelay({ lowMs: 20_000 }, status(), { hidden: false, random: 0 }), 4_500);
  assert.equal(pollDelay({ lowMs: 20_000 }, status(), { hidden: false, random: 1 }), 5_500);
});

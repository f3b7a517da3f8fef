/**
 * How long somebody waits, as a range, and when to ask again. Pure.
 * @typedef {{phase: string, estimate: {low_per_min: number, high_per_min: number}, poll_ms: {min: number, max:
 *   number}}} Status
 */

/** People between a place and its turn. @param {number} index from 0 @param {{called: number}} lane */
export const peopleAhead = (index, { called }) => Math.max(0, index - called);

/**
 * The wait as a range of milliseconds; null while the line does not move, for then nothing honest can be said.
 * @param {number} ahead @param {Status} status
 */
export function waitRange(ahead, { phase, estimate: { low_per_min: slow, high_per_min: fast } }) {
  if (phase !== "open" || !slow) return null;
  return { lowMs: Math.floor((ahead / fast) * 60_000), highMs: Math.ceil(((ahead + 1) / slow) * 60_000) };
}

/**
 * The range in units that people use, and the key of its words: seconds are never promised.
 * @param {{lowMs: number, highMs: number}} range
 */
export function roundRange({ lowMs, highMs }) {
  const low = Math.floor(lowMs / 60_000);
  const high = Math.ceil(highMs / 60_000);
  if (high <= 1) return { key: "under_minute", low, high };
  if (high <= 90) return { key: low < 1 ? "up_to_minutes" : "minutes", low, high };
  if (low < 360) return { key: "hours", low: Math.max(1, Math.floor(low / 60)), high: Math.ceil(high / 60) };
  return { key: "over_hours", low: Math.floor(low / 60), high };
}

/**
 * Milliseconds until the next look: a quarter of the wait within the room's bounds, 5 s while the line stands, with
 * jitter; `random` in [0, 1).
 */
export function pollDelay(range, { phase, poll_ms: { min, max } }, { hidden, random }) {
  const calm = phase === "open" ? clamp((range?.lowMs ?? 0) / 4, min, max) : clamp(5_000, min, max);
  // A hidden page asks slowly, but does ask: claim windows outlast this pace, so nobody loses a turn by looking at
  // another tab.
  return Math.round((hidden ? max : calm) * (0.9 + 0.2 * random));
}

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

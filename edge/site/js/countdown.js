import { now } from "/js/clock.js";

/**
 * Calls `show` with the milliseconds left until `atMs`, once a second and a last time with 0.
 * @param {number} atMs by the server's clock @param {(leftMs: number) => void} show
 * @returns {() => void} stops it
 */
export function countdown(atMs, show) {
  let timer = 0;
  const tick = () => {
    const left = Math.max(0, atMs - now());
    show(left);
    // Waking just after each whole second keeps the shown seconds even.
    if (left > 0) timer = setTimeout(tick, (left % 1000) + 5);
  };
  tick();
  return () => clearTimeout(timer);
}

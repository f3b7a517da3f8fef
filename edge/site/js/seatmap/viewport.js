/**
 * Where the map is looked at from: screen = plan * scale + shift. Pure.
 * @typedef {{scale: number, x: number, y: number}} View `x`, `y`: shift in CSS pixels
 * @typedef {{width: number, height: number}} Size
 */

/**
 * Shows a box as large as it fits.
 * @param {{x0: number, y0: number, x1: number, y1: number}} box
 * @param {Size} screen
 * @param {number} [maxScale]
 * @returns {View}
 */
export function fit(box, screen, maxScale = Infinity) {
  const scale = Math.min(
    maxScale,
    (screen.width * 0.94) / Math.max(1, box.x1 - box.x0),
    (screen.height * 0.94) / Math.max(1, box.y1 - box.y0),
  );
  return {
    scale,
    x: screen.width / 2 - ((box.x0 + box.x1) / 2) * scale,
    y: screen.height / 2 - ((box.y0 + box.y1) / 2) * scale,
  };
}

/**
 * Zooms, with the point under the finger staying there.
 * @param {View} view
 * @param {number} factor
 * @param {{x: number, y: number}} at
 * @param {{min: number, max: number}} scales
 * @returns {View}
 */
export function zoomAt(view, factor, at, { min, max }) {
  const scale = Math.min(max, Math.max(min, view.scale * factor));
  const k = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * k, y: at.y - (at.y - view.y) * k };
}

/**
 * Keeps the plan on the screen: at least its middle third can always be seen.
 * @param {View} view
 * @param {Size} plan
 * @param {Size} screen
 * @returns {View}
 */
export function tether(view, plan, screen) {
  const hold = (shift, length, room) => Math.min(room * 0.67, Math.max(room * 0.33 - length * view.scale, shift));
  return { ...view, x: hold(view.x, plan.width, screen.width), y: hold(view.y, plan.height, screen.height) };
}

/** @param {View} view @param {{x: number, y: number}} at CSS pixels @returns {{x: number, y: number}} plan units */
export const toPlan = (view, at) => ({ x: (at.x - view.x) / view.scale, y: (at.y - view.y) / view.scale });

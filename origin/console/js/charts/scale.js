/** The next round number that is not below `n`: 4, 5, 10, 20, 40 … @param {number} n */
export function roundUp(n) {
  if (n <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 4, 5, 10].map((step) => step * power).find((step) => step >= n) ?? 10 * power;
}

/**
 * SVG path data through points; a missing value breaks the line.
 * @param {[number, number|null][]} points already in pixels
 */
export function pathOf(points) {
  let pen = "M";
  let path = "";
  for (const [x, y] of points) {
    if (y === null) pen = "M";
    else {
      path += `${pen}${x.toFixed(1)},${y.toFixed(1)}`;
      pen = "L";
    }
  }
  return path;
}

/** The area under each unbroken stretch of the line. @param {[number, number|null][]} points @param {number} floor */
export function areaOf(points, floor) {
  let path = "";
  let from = /** @type {number|null} */ (null);
  let before = 0;
  const close = () => (from === null ? "" : `L${before.toFixed(1)},${floor}L${from.toFixed(1)},${floor}Z`);
  for (const [x, y] of points) {
    if (y === null) {
      path += close();
      from = null;
    } else {
      path += `${from === null ? "M" : "L"}${x.toFixed(1)},${y.toFixed(1)}`;
      from ??= x;
      before = x;
    }
  }
  return path + close();
}

/** Each grade has a shape besides its colour, each state a way of drawing it: nothing is said by colour alone. */
const SIDES = [0, 4, 3, 5, 6];
const TURNS = [0, Math.PI / 4, -Math.PI / 2, -Math.PI / 2, 0];

/**
 * Adds a grade's shape to a path.
 * @param {Path2D|CanvasRenderingContext2D} path
 * @param {number} grade index
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function addShape(path, grade, x, y, r) {
  const kind = grade % SIDES.length;
  const sides = SIDES[kind];
  if (!sides) {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  // Shapes of equal radius do not look equally large; triangles and squares need a little more.
  const reach = r * (sides === 3 ? 1.25 : sides === 4 ? 1.18 : 1.08);
  for (let corner = 0; corner < sides; corner++) {
    const angle = TURNS[kind] + (2 * Math.PI * corner) / sides;
    const [px, py] = [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
    if (corner) path.lineTo(px, py);
    else path.moveTo(px, py);
  }
  path.closePath();
}

/**
 * A cross: somebody has this seat.
 * @param {Path2D|CanvasRenderingContext2D} path
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function addCross(path, x, y, r) {
  path.moveTo(x - r, y - r);
  path.lineTo(x + r, y + r);
  path.moveTo(x + r, y - r);
  path.lineTo(x - r, y + r);
}

/** A grade's colour, lightened where the page is dark. @param {string} color "#rrggbb" @param {boolean} dark */
export function readable(color, dark) {
  if (!dark || !/^#[0-9a-f]{6}$/i.test(color)) return color;
  const lighter = [1, 3, 5].map((at) => Math.round(parseInt(color.slice(at, at + 2), 16) * 0.68 + 255 * 0.32));
  return `#${lighter.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** Black or white, whichever is read better on a colour. @param {string} color "#rrggbb" */
export function inkOn(color) {
  const [r, g, b] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#16191d" : "#fff";
}

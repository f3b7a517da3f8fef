/**
 * The plan unfolded: where each seat is and what it is called.
 * @typedef {{x0: number, y0: number, x1: number, y1: number}} Box
 * @typedef {object} Hall
 * @property {any} plan as served @property {Float32Array} x @property {Float32Array} y plan units
 * @property {Int16Array} section index into plan.sections @property {Uint8Array} grade index into `grades`
 * @property {any[]} grades
 * @property {any[]} rows the row of each seat
 * @property {Box[]} boxes bounds of each section
 * @property {{x: number, y: number}[]} middles of the seats of each section
 * @property {number} radius of a seat
 * @property {{x: number, y: number, width: number, height: number}} stage
 * @property {Box} whole everything there is to see
 */

/** @param {any} plan Plan @param {any[]} grades of the performance, in its order @returns {Hall} */
export function hallOf(plan, grades) {
  const hall = {
    plan,
    grades,
    x: new Float32Array(plan.seats),
    y: new Float32Array(plan.seats),
    section: new Int16Array(plan.seats),
    grade: new Uint8Array(plan.seats),
    rows: new Array(plan.seats),
    boxes: [],
    middles: [],
    radius: Infinity,
    stage: { x: 0, y: 0, width: 0, height: 0 },
    whole: { x0: 0, y0: 0, x1: plan.width, y1: plan.height },
  };
  plan.sections.forEach((section, s) => {
    const middle = { x: 0, y: 0, seats: 0 };
    const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
    section.rows.forEach((row, r) => {
      const grade = Math.max(
        0,
        grades.findIndex(({ code }) => code === row.grade),
      );
      for (let k = 0; k < row.count; k++) {
        const seat = row.first_seat_no + k;
        hall.x[seat] = row.x0 + k * row.dx;
        hall.y[seat] = row.y;
        hall.section[seat] = s;
        hall.grade[seat] = grade;
        hall.rows[seat] = row;
      }
      middle.x += row.count * (row.x0 + ((row.count - 1) * row.dx) / 2);
      middle.y += row.count * row.y;
      middle.seats += row.count;
      const ends = [row.x0, row.x0 + (row.count - 1) * row.dx];
      box.x0 = Math.min(box.x0, ...ends);
      box.x1 = Math.max(box.x1, ...ends);
      box.y0 = Math.min(box.y0, row.y);
      box.y1 = Math.max(box.y1, row.y);
      // A row may be several runs; how far rows are apart is measured where each begins.
      const before = section.rows.findLastIndex((other, o) => o < r && other.label !== row.label);
      const begins = r === 0 || section.rows[r - 1].label !== row.label;
      const from = before < 0 ? null : section.rows.find(({ label }) => label === section.rows[before].label);
      const rise = begins && from ? Math.abs(row.y - from.y) : Infinity;
      hall.radius = Math.min(hall.radius, Math.abs(row.dx) * 0.42, rise > 0 ? rise * 0.42 : Infinity);
    });
    hall.boxes.push(box);
    hall.middles.push({ x: middle.x / middle.seats, y: middle.y / middle.seats });
  });
  if (!Number.isFinite(hall.radius)) hall.radius = 4;
  hall.boxes = hall.boxes.map((box) => grow(box, hall.radius * 2));
  hall.stage = stageOf(hall);
  // Above a section its name has to have room, too.
  hall.whole.y0 = Math.min(0, hall.stage.y - hall.radius, ...hall.boxes.map(({ y0 }) => y0 - hall.radius * 2));
  return hall;
}

/**
 * Drawings keep the space before the middle of the front row free: that is where the stage is. A plan that begins with
 * its first row, as grids and tables do, gets it in front of that.
 * @param {Hall} hall
 */
function stageOf({ plan, boxes, radius }) {
  const middle = plan.width / 2;
  const gap = Math.min(...boxes.filter(({ x0, x1 }) => x0 < middle && x1 > middle).map(({ y0 }) => y0), plan.height);
  const beside = boxes.filter(({ y0 }) => y0 < gap).map(({ x0, x1 }) => Math.max(x0 - middle, middle - x1));
  const [width, height] = [Math.min(plan.width * 0.5, 1.7 * Math.min(middle, ...beside)), gap * 0.5];
  if (height >= plan.height * 0.03 && width >= plan.width * 0.1)
    return { x: middle - width / 2, y: gap * 0.22, width, height };
  const front = Math.min(...boxes.map(({ y0 }) => y0));
  const high = Math.max(radius * 4, plan.width * 0.03);
  return { x: middle - plan.width * 0.25, y: front - high - radius * 6, width: plan.width * 0.5, height: high };
}

/** @param {Hall} hall @param {number} seat @returns {{section: any, row: string, label: string, grade: any}} */
export function seatOf(hall, seat) {
  const row = hall.rows[seat];
  return {
    section: hall.plan.sections[hall.section[seat]],
    row: row.label,
    label: String(Number(row.first_label) + seat - row.first_seat_no),
    grade: hall.grades[hall.grade[seat]],
  };
}

/**
 * The seat nearest to a point, within `reach`; -1 when there is none.
 * @param {Hall} hall
 * @param {number} x
 * @param {number} y
 * @param {number} reach plan units
 */
export function seatAt(hall, x, y, reach) {
  let best = -1;
  let bestSquare = reach * reach;
  for (let seat = 0; seat < hall.x.length; seat++) {
    const square = (hall.x[seat] - x) ** 2 + (hall.y[seat] - y) ** 2;
    if (square < bestSquare) [best, bestSquare] = [seat, square];
  }
  return best;
}

/**
 * The next seat from `seat` in a direction: straight ahead counts fully, sideways thrice, so the arrows keep to rows
 * and columns.
 * @param {Hall} hall @param {number} seat @param {number} dx @param {number} dy one of them is ±1, the other 0
 */
export function nextSeat(hall, seat, dx, dy) {
  let best = seat;
  let bestCost = Infinity;
  for (let other = 0; other < hall.x.length; other++) {
    const [x, y] = [hall.x[other] - hall.x[seat], hall.y[other] - hall.y[seat]];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 0.01 || aside > ahead * 3 + hall.radius) continue;
    const cost = ahead + 3 * aside;
    if (cost < bestCost) [best, bestCost] = [other, cost];
  }
  return best;
}

const grow = ({ x0, y0, x1, y1 }, by) => ({ x0: x0 - by, y0: y0 - by, x1: x1 + by, y1: y1 + by });

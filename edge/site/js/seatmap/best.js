/**
 * The best free neighbours of a grade: next to each other in one row, nearest to the middle of the stage. Pure.
 * @param {import("./hall.js").Hall} hall @param {(seat: number) => boolean} isFree @param {number} grade index @param {number} n
 * @returns {number[]} none when there are not that many side by side
 */
export function bestSeats(hall, isFree, grade, n) {
  const { x, y, width, height } = hall.stage;
  const [middle, front] = [x + width / 2, y + height];
  let best = [];
  let bestCost = Infinity;
  for (const section of hall.plan.sections)
    for (const row of section.rows)
      for (let first = row.first_seat_no; first + n <= row.first_seat_no + row.count; first++) {
        const seats = Array.from({ length: n }, (_, k) => first + k);
        if (!seats.every((seat) => isFree(seat) && hall.grade[seat] === grade)) continue;
        const cost = seats.reduce((sum, seat) => sum + Math.hypot(hall.x[seat] - middle, hall.y[seat] - front), 0);
        if (cost < bestCost) [best, bestCost] = [seats, cost];
      }
  return best;
}

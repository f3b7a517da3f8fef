import assert from "node:assert/strict";
import test from "node:test";
import { bestSeats } from "../site/js/seatmap/best.js";
import { hallOf, nextSeat, seatAt, seatOf } from "../site/js/seatmap/hall.js";
import { changed, decodeStates } from "../site/js/seatmap/states.js";
import { fit, tether, toPlan, zoomAt } from "../site/js/seatmap/viewport.js";

const plan = {
  version: 1,
  seats: 7,
  width: 100,
  height: 60,
  sections: [
    {
      code: "A",
      name: "A",
      rows: [
        { label: "1", grade: "R", y: 10, x0: 10, dx: 10, first_seat_no: 0, first_label: 1, count: 3 },
        { label: "2", grade: "S", y: 20, x0: 15, dx: 10, first_seat_no: 3, first_label: 11, count: 2 },
      ],
    },
    {
      code: "B",
      name: "B",
      rows: [{ label: "1", grade: "S", y: 10, x0: 70, dx: 10, first_seat_no: 5, first_label: 1, count: 2 }],
    },
  ],
};
const hall = hallOf(plan, [{ code: "R" }, { code: "S" }]);

test("states are two bits a seat, the first in the high bits", () => {
  const packed = Buffer.from([0b00_01_10_11, 0b10_00_00_00]).toString("base64");
  assert.deepEqual([...decodeStates(packed, 5)], [0, 1, 2, 3, 2]);
  assert.throws(() => decodeStates(packed, 9), RangeError);
});

test("only what differs is painted again", () => {
  assert.deepEqual(changed(Uint8Array.of(0, 1, 2), Uint8Array.of(0, 2, 2)), [1]);
});

test("seats have their number, row, section and place", () => {
  assert.deepEqual(seatOf(hall, 4), { section: plan.sections[0], row: "2", label: "12", grade: { code: "S" } });
  assert.deepEqual([hall.x[4], hall.y[4]], [25, 20]);
  assert.equal(seatAt(hall, 26, 19, 5), 4);
  assert.equal(seatAt(hall, 50, 50, 5), -1);
});

test("arrows move along rows, between them, over aisles, and stop at the edge", () => {
  assert.equal(nextSeat(hall, 0, 1, 0), 1);
  assert.equal(nextSeat(hall, 2, 1, 0), 5);
  assert.equal(nextSeat(hall, 6, 1, 0), 6);
  assert.ok([3, 4].includes(nextSeat(hall, 1, 0, 1)));
  assert.equal(nextSeat(hall, 0, 0, -1), 0);
});

test("zooming keeps the point under the finger", () => {
  const screen = { width: 400, height: 300 };
  const view = fit({ x0: 0, y0: 0, x1: 100, y1: 60 }, screen);
  const finger = { x: 123, y: 45 };
  const closer = zoomAt(view, 2, finger, { min: 0.1, max: 100 });
  const [before, after] = [toPlan(view, finger), toPlan(closer, finger)];
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
  assert.equal(zoomAt(view, 1e9, finger, { min: 0.1, max: 7 }).scale, 7);
  const far = tether({ ...closer, x: 1e6, y: -1e6 }, plan, screen);
  assert.ok(far.x <= screen.width && far.y + plan.height * far.scale >= 0, "the plan cannot be lost");
});

test("the best seats are neighbours of their grade, nearest to the stage; none where there are not so many", () => {
  const free = (...taken) => (seat) => !taken.includes(seat);
  assert.deepEqual(bestSeats(hall, free(), 0, 2), [1, 2]);
  assert.deepEqual(bestSeats(hall, free(1), 0, 2), [], "not around a taken one");
  assert.deepEqual(bestSeats(hall, free(), 1, 2), [3, 4]);
  assert.deepEqual(bestSeats(hall, free(3), 1, 2), [5, 6]);
  assert.deepEqual(bestSeats(hall, free(), 1, 3), [], "not across sections");
});

test("a plan that begins with its first row gets its stage in front of it, and all of it is seen", () => {
  const { stage, boxes, whole } = hallOf({ ...plan, width: 80 }, [{ code: "R" }, { code: "S" }]);
  assert.ok(stage.height > 0 && stage.y + stage.height < Math.min(...boxes.map(({ y0 }) => y0)));
  assert.ok(whole.y0 < stage.y);
});

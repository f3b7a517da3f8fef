import { drawHall } from "/js/seatmap/draw.js";
import { gestures } from "/js/seatmap/gestures.js";
import { nextSeat, seatAt } from "/js/seatmap/hall.js";
import { layersOf } from "/js/seatmap/layers.js";
import { unknownStates } from "/js/seatmap/states.js";
import { fit, tether, toPlan, zoomAt } from "/js/seatmap/viewport.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** A seat's radius on the screen, in CSS pixels, from which it can be pointed at: seats are 44 pixels apart for fingers. */
const TOUCHABLE = { touch: 18.5, mouse: 4 };

/**
 * The seat map on a canvas: draws, pans, zooms, moves a cursor.
 * @param {HTMLCanvasElement} canvas @param {import("./hall.js").Hall} hall
 * @param {{chosen: Set<number>, press: (seat: number) => void, cursor: (seat: number) => void, section: (index: number)
 *   => void, freeText: (n: number) => string, stage: string, own: () => Set<number>, sectionName: (section: any) => string,
 *   point: (seat: number, at?: {x: number, y: number}) => void}} page `point`: this seat is pointed at, -1 for none
 */
export function seatMap(canvas, hall, page) {
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
  const { whole } = hall;
  const scene = {
    states: unknownStates(hall.plan.seats),
    chosen: page.chosen,
    cursor: -1,
    focused: -1,
    remaining: [],
    ink: inks(),
    freeText: page.freeText,
    stage: page.stage,
    own: page.own,
    sectionName: page.sectionName,
  };
  const layers = layersOf(hall);
  const screen = { width: 0, height: 0 };
  let view = { scale: 1, x: 0, y: 0 };
  let due = false;

  const draw = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      const ratio = devicePixelRatio || 1;
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawHall(ctx, hall, view, screen, { ...scene, layers: layers(scene.states, hall.radius * view.scale < 2.2) });
      canvas.dataset.view = `${view.scale.toFixed(4)},${view.x.toFixed(1)},${view.y.toFixed(1)}`;
    });
  };
  const scales = () => ({ min: fit(whole, screen).scale * 0.8, max: 26 / hall.radius });
  const look = (next) => {
    view = tether(next, hall.plan, screen);
    page.point(-1);
    draw();
  };
  const zoom = (factor, at = { x: screen.width / 2, y: screen.height / 2 }) => look(zoomAt(view, factor, at, scales()));
  const showSeat = (seat) => {
    const [x, y] = [hall.x[seat] * view.scale + view.x, hall.y[seat] * view.scale + view.y];
    const margin = 40;
    const dx = x < margin ? margin - x : x > screen.width - margin ? screen.width - margin - x : 0;
    const dy = y < margin ? margin - y : y > screen.height - margin ? screen.height - margin - y : 0;
    look({ ...view, x: view.x + dx, y: view.y + dy });
  };
  const toSection = (index) => {
    scene.focused = index;
    look(fit(hall.boxes[index], screen, 20 / hall.radius));
  };
  const moveCursor = (seat) => {
    scene.cursor = seat;
    if (hall.radius * view.scale < 6)
      zoom(9 / (hall.radius * view.scale), {
        x: hall.x[seat] * view.scale + view.x,
        y: hall.y[seat] * view.scale + view.y,
      });
    showSeat(seat);
    page.cursor(seat);
    point(seat);
  };
  const point = (seat) =>
    page.point(seat, seat < 0 ? undefined : { x: hall.x[seat] * view.scale + view.x, y: hall.y[seat] * view.scale + view.y });

  gestures(canvas, {
    pan: (dx, dy) => look({ ...view, x: view.x + dx, y: view.y + dy }),
    zoom,
    hover(at) {
      const near = at && hall.radius * view.scale >= TOUCHABLE.mouse && toPlan(view, at);
      point(near ? seatAt(hall, near.x, near.y, hall.radius * 1.2) : -1);
    },
    tap(at, touch) {
      const { x, y } = toPlan(view, at);
      const seat = seatAt(hall, x, y, Math.max(hall.radius * 1.3, 14 / view.scale));
      const radius = hall.radius * view.scale;
      // From far away a tap means "show me this part"; nearer but still small, "closer": nobody should get the
      // neighbour's seat by a thick finger.
      if (radius < 4) {
        const near =
          seat >= 0 ? hall.section[seat] : hall.boxes.findIndex((b) => x > b.x0 && x < b.x1 && y > b.y0 && y < b.y1);
        if (near < 0) return;
        toSection(near);
        return page.section(near);
      }
      if (radius < (touch ? TOUCHABLE.touch : TOUCHABLE.mouse)) return zoom((TOUCHABLE.touch * 1.1) / radius, at);
      point(seat);
      if (seat < 0) return;
      scene.cursor = -1;
      page.press(seat);
      point(seat);
      draw();
    },
  });

  canvas.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (arrow && scene.cursor < 0) moveCursor(firstSeat());
    else if (arrow) moveCursor(nextSeat(hall, scene.cursor, arrow[0], arrow[1]));
    else if ((event.key === "Enter" || event.key === " ") && scene.cursor >= 0) {
      page.press(scene.cursor);
      point(scene.cursor);
    } else if (event.key === "+" || event.key === "=") zoom(1.4);
    else if (event.key === "-") zoom(1 / 1.4);
    else if (event.key === "0") look(fit(whole, screen));
    else return;
    event.preventDefault();
    draw();
  });
  canvas.addEventListener(
    "focus",
    () => canvas.matches(":focus-visible") && scene.cursor < 0 && moveCursor(firstSeat()),
  );

  /** The seat in the middle of what is seen. */
  const firstSeat = () => {
    const { x, y } = toPlan(view, { x: screen.width / 2, y: screen.height / 2 });
    return Math.max(0, seatAt(hall, x, y, Infinity));
  };

  let fitted = false;
  new ResizeObserver(() => {
    const { width, height } = canvas.getBoundingClientRect();
    // Who saw the whole hall still does when the phone is turned; what was in the middle stays there.
    const all = !fitted || (screen.width > 0 && view.scale === fit(whole, screen).scale);
    const [dx, dy] = [(width - screen.width) / 2, (height - screen.height) / 2];
    Object.assign(screen, { width, height });
    canvas.width = Math.round(width * (devicePixelRatio || 1));
    canvas.height = Math.round(height * (devicePixelRatio || 1));
    look(all ? fit(whole, screen) : { ...view, x: view.x + dx, y: view.y + dy });
    fitted = width > 0;
  }).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    scene.ink = inks();
    draw();
  });

  return {
    /** @param {Uint8Array} states @param {number[]} remaining per section */
    update(states, remaining) {
      Object.assign(scene, { states, remaining });
      draw();
    },
    redraw: draw,
    toSection,
    /** Shows these seats with what is around them. @param {number[]} seats */
    toSeats(seats) {
      const [xs, ys] = [seats.map((seat) => hall.x[seat]), seats.map((seat) => hall.y[seat])];
      const around = hall.radius * 12;
      look(
        fit(
          {
            x0: Math.min(...xs) - around,
            y0: Math.min(...ys) - around,
            x1: Math.max(...xs) + around,
            y1: Math.max(...ys) + around,
          },
          screen,
          20 / hall.radius,
        ),
      );
    },
    whole: () => {
      scene.focused = -1;
      look(fit(whole, screen));
    },
    zoom,
  };
}

/** The page's colours: a canvas knows no custom properties. */
function inks() {
  const style = getComputedStyle(document.body);
  const ink = (name) => style.getPropertyValue(name).trim();
  return {
    ink: ink("--ink"),
    muted: ink("--muted"),
    faint: ink("--faint"),
    line: ink("--line"),
    surface: ink("--surface"),
    sunk: ink("--sunk"),
    accent: ink("--accent"),
    soft: ink("--accent-soft"),
    onAccent: ink("--on-accent"),
    plate: ink("--plate"),
    font: style.fontFamily,
  };
}

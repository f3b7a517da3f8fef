/**
 * Fingers, mouse and wheel on the map. One pointer drags, two pinch, a short still press is a tap.
 * @param {HTMLElement} element
 * @param {{tap: (at: {x: number, y: number}, touch: boolean) => void, pan: (dx: number, dy: number) => void, zoom:
 *   (factor: number, at: {x: number, y: number}) => void, hover: (at: {x: number, y: number}|null) => void}} on
 */
export function gestures(element, on) {
  const pointers = new Map();
  let moved = 0;
  const at = (event) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };

  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    if (!pointers.size) moved = 0;
    pointers.set(event.pointerId, at(event));
  });

  element.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return void (event.pointerType === "mouse" && on.hover(at(event)));
    const after = at(event);
    moved += Math.hypot(after.x - before.x, after.y - before.y);
    if (pointers.size === 1) on.pan(after.x - before.x, after.y - before.y);
    else if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      const middle = { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 };
      on.pan((after.x - before.x) / 2, (after.y - before.y) / 2);
      on.zoom(distance(after, other) / Math.max(1, distance(before, other)), middle);
    }
    pointers.set(event.pointerId, after);
  });

  element.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && on.hover(null));

  const up = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    // A finger is never quite still; more than this is a drag.
    if (event.type === "pointerup" && pointers.size === 0 && moved < 10)
      on.tap(at(event), event.pointerType !== "mouse");
    else if (pointers.size) moved = Infinity;
  };
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", up);

  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      on.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : event.ctrlKey ? 0.01 : 0.0016)), at(event));
    },
    { passive: false },
  );
}

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

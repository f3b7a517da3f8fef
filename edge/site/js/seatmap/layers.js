import { addCross, addShape } from "/js/seatmap/shapes.js";
import { BLOCKED, FREE, HELD, TAKEN } from "/js/seatmap/states.js";

/**
 * The seats of one section as paths in plan units, one a grade and state. Panning and zooming only fill them again;
 * they are built anew when states change.
 * @typedef {{free: Path2D[], held: Path2D[], taken: Path2D, blocked: Path2D}} Layer
 */

/**
 * Remembers the last states' layers.
 * @param {import("./hall.js").Hall} hall
 * @returns {(states: Uint8Array, tiny: boolean) => Layer[]}
 */
export function layersOf(hall) {
  let [known, knownTiny, layers] = [/** @type {Uint8Array|null} */ (null), false, /** @type {Layer[]} */ ([])];
  return (states, tiny) => {
    if (known !== states || knownTiny !== tiny) [known, knownTiny, layers] = [states, tiny, build(hall, states, tiny)];
    return layers;
  };
}

function build(hall, states, tiny) {
  const r = hall.radius * 0.86;
  const layers = hall.plan.sections.map(() => ({
    free: hall.grades.map(() => new Path2D()),
    held: hall.grades.map(() => new Path2D()),
    taken: new Path2D(),
    blocked: new Path2D(),
  }));
  for (let seat = 0; seat < states.length; seat++) {
    const layer = layers[hall.section[seat]];
    const [x, y, grade] = [hall.x[seat], hall.y[seat], hall.grade[seat]];
    // From far away shapes cannot be told apart, and squares cost the least.
    if (states[seat] === FREE && tiny) layer.free[grade].rect(x - r, y - r, 2 * r, 2 * r);
    else if (states[seat] === FREE) addShape(layer.free[grade], grade, x, y, r);
    else if (states[seat] === HELD) addShape(layer.held[grade], tiny ? 1 : grade, x, y, r * 0.8);
    else if (states[seat] === TAKEN && !tiny) addCross(layer.taken, x, y, r * 0.5);
    else if (states[seat] === BLOCKED && !tiny) layer.blocked.rect(x - r * 0.2, y - r * 0.2, r * 0.4, r * 0.4);
  }
  return layers;
}

/**
 * What the waiting page shows: one scene follows from what is known. Pure.
 * @param {{phase: string, called: boolean, mine: string|null, left: boolean}} known
 *   `called`: by the common document; `mine`: the room's word on this place, if asked
 * @returns {"not_open"|"waiting"|"called"|"turn"|"paused"|"hold"|"sold_out"|"closed"|"ended"|"gone"|"left"}
 */
export function sceneOf({ phase, called, mine, left }) {
  if (mine === "granted") return "turn";
  if (left) return "left";
  if (mine === "ended" || mine === "gone") return mine;
  if (["closed", "sold_out", "paused", "hold"].includes(phase)) return phase;
  if (phase === "upcoming") return "not_open";
  return phase === "open" && (called || mine === "late") ? "called" : "waiting";
}

/** Scenes in which asking again changes nothing. @param {string} scene */
export const isFinal = (scene) => ["turn", "ended", "gone", "left", "closed"].includes(scene);

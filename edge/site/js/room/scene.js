/**
 * What the waiting page shows: one scene follows from what is known. Pure.
 * @param {{status: {phase: string}|null, ahead: number|null, mine: string|null, left: boolean}} known
 *   `mine`: the room's word on this place, if asked; `ahead`: people before it, null without a place
 * @returns {"not_open"|"waiting"|"called"|"turn"|"paused"|"hold"|"sold_out"|"closed"|"ended"|"gone"|"left"}
 */
export function sceneOf({ status, ahead, mine, left }) {
  if (mine === "granted") return "turn";
  if (left) return "left";
  if (mine === "ended" || mine === "gone") return mine;
  const phase = status?.phase ?? "open";
  if (["closed", "sold_out", "paused", "hold"].includes(phase)) return phase;
  if (phase === "upcoming") return "not_open";
  return phase === "open" && (ahead === 0 || mine === "late") ? "called" : "waiting";
}

/** Scenes in which asking again changes nothing. @param {string} scene */
export const isFinal = (scene) => ["turn", "ended", "gone", "left", "closed"].includes(scene);

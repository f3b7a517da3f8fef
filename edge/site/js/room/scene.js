/**
 * What the waiting page shows: one scene follows from what is known. Pure.
 * @typedef {"not_open"|"waiting"|"called"|"turn"|"paused"|"hold"|"sold_out"|"closed"|"ended"|"gone"|"left"} Scene
 * @param {{status: {phase: string}|null, ahead: number|null, mine: string|null, left: boolean}} known
 *   `mine`: the state that the room gave for this place; `ahead`: people before it, null without a place
 * @returns {Scene}
 */
export function sceneOf({ status, ahead, mine, left }) {
  if (mine === "granted") return "turn";
  if (left) return "left";
  if (mine === "ended") return "ended";
  if (mine === "gone") return "gone";
  const phase = status?.phase ?? "open";
  if (phase === "closed" || phase === "sold_out") return phase;
  if (phase === "upcoming") return "not_open";
  if (phase === "paused" || phase === "hold") return phase;
  if (ahead === 0 && phase === "open") return "called";
  return "waiting";
}

/** Scenes in which asking again changes nothing. @param {Scene} scene */
export const isFinal = (scene) => ["turn", "ended", "gone", "left", "closed"].includes(scene);

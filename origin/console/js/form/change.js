import { call } from "/console/js/api.js";

/**
 * Changes what differs from what the page was opened with, and nothing else: what somebody else has changed since stays.
 * @param {string} path @param {Record<string, any>} before @param {Record<string, any>} after both as the API takes them
 */
export async function change(path, before, after) {
  const differs = ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]);
  const body = Object.fromEntries(Object.entries(after).filter(differs));
  if (Object.keys(body).length) await call("PATCH", path, { body });
}

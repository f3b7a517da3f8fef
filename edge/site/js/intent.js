/**
 * Sends something that must happen once. The Idempotency-Key belongs to the intent and outlives a reload: pressing
 * again after a lost answer is the same request. A definite answer ends the intent, so that wanting the same thing
 * later is a new one; a server that failed may have done it all the same.
 * @template T
 * @param {string} intent what is meant, e.g. "order:hld_…:best"
 * @param {(key: string) => Promise<T>} send
 * @returns {Promise<T>}
 */
export async function once(intent, send) {
  const slot = `fr.intent.${intent}`;
  const key = sessionStorage.getItem(slot) ?? crypto.randomUUID();
  sessionStorage.setItem(slot, key);
  try {
    const answer = await send(key);
    sessionStorage.removeItem(slot);
    return answer;
  } catch (problem) {
    if (!problem.passing && problem.status < 500) sessionStorage.removeItem(slot);
    throw problem;
  }
}

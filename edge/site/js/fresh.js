import { signedIn } from "/js/api.js";
import { refresh, signedInAtMs } from "/js/session.js";

/** Access cookies live ten minutes; one this old is renewed before it is needed. */
const OLD_MS = 8 * 60_000;

/**
 * Renews the sign-in if it is about to end, so that a join or a claim carries the account and is not slowed by a
 * refusal.
 */
export async function freshSignIn() {
  // A failure shows where the sign-in is needed; here it would only be in the way.
  if (signedIn() && Date.now() - signedInAtMs() > OLD_MS) await refresh(Date.now() - OLD_MS).catch(() => {});
}

/**
 * Keeps the sign-in fresh on a page that waits for an opening; everybody at another moment, or the crowd would refresh
 * as one.
 */
export function keepFresh() {
  freshSignIn();
  setTimeout(keepFresh, 60_000 * (1 + Math.random()));
}

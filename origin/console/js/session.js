/** Who is signed in, in this tab alone: the token lives in sessionStorage and ends with it. */
const KEY = "fr.console.session";

/** @returns {{token: string, email: string, from_ms: number, until_ms: number}|null} */
export function session() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Remembers a token.
 * @param {string} email @param {{access_token: string, expires_in_s: number}} answer
 */
export function begin(email, { access_token, expires_in_s }) {
  const from_ms = Date.now();
  sessionStorage.setItem(KEY, JSON.stringify({ token: access_token, email, from_ms, until_ms: from_ms + expires_in_s * 1000 }));
  changed();
}

/** Forgets it. */
export function end() {
  sessionStorage.removeItem(KEY);
  changed();
}

/** The token is past half of its life: time to ask for a fresh one. */
export function ageing() {
  const now = session();
  return now !== null && Date.now() > (now.from_ms + now.until_ms) / 2;
}

/** The address that signs in and comes back here. @param {string} back a hash */
export const doorTo = (back) => `#/sign-in${back && !back.startsWith("#/sign-in") ? `?back=${encodeURIComponent(back)}` : ""}`;

const changed = () => dispatchEvent(new Event("fr-session"));

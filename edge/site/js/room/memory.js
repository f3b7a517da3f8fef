/** What this browser remembers of its place in a room. @typedef {import("/js/room/anew.js").Memory} Memory */
const slot = (sale) => `fr.room.${sale}`;
/** A visitor whom nobody knows yet. */
export const fresh = () => ({ secret: randomText(32), nonce: randomText(18) });
export const write = (sale, memory) => localStorage.setItem(slot(sale), JSON.stringify(memory));

/** @param {string} sale @returns {Memory|null} */
export function recall(sale) {
  try {
    return JSON.parse(localStorage.getItem(slot(sale)) ?? "null");
  } catch {
    return null;
  }
}

/** Adds to it. @param {string} sale @param {Partial<Memory>} news @returns {Memory} */
export function remember(sale, news) {
  const memory = { ...(recall(sale) ?? fresh()), ...news };
  write(sale, memory);
  return memory;
}

/**
 * Tells when another tab (the storage event spares the own one) learned something about this room.
 * @param {string} sale
 * @param {(memory: Memory|null) => void} heard
 */
export function onNews(sale, heard) {
  addEventListener("storage", (event) => event.key === slot(sale) && heard(recall(sale)));
}

/** base64url(SHA-256(secret bytes)): what a join shows of the secret. @param {string} secret */
export async function thumbprint(secret) {
  const bytes = Uint8Array.from(atob(secret.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

const randomText = (bytes) => base64url(crypto.getRandomValues(new Uint8Array(bytes)));
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

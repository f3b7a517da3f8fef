/**
 * The token of a mailed link. It stands behind the `#`, which no server sees, and leaves the address at once, so that
 * neither the history nor a picture of the screen gives it away.
 */
export function takeToken() {
  const token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  return token;
}

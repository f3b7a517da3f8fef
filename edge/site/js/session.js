import { locked, send } from "/js/api.js";

/**
 * Renews the sign-in. Under a lock over all tabs: a refresh token works once, and two tabs using the same one would
 * look like theft.
 */
export const refresh = (sinceMs) =>
  locked("fr.refresh", async () => {
    if (signedInAtMs() > sinceMs) return;
    await send("POST", "/api/v1/auth/refresh", { body: {} });
    markSignedIn();
  });

/** When this browser last got an access cookie. */
export const signedInAtMs = () => Number(localStorage.getItem("fr.signed_in_ms"));
export const markSignedIn = () => localStorage.setItem("fr.signed_in_ms", String(Date.now()));

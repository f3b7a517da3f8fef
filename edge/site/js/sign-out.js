import { post } from "/js/api.js";

// Loaded when the button is pressed: whoever loads this signs out.
await post("/api/v1/auth/sign-out", {}, { repeat: true }).catch(() => {});
location.assign("/");

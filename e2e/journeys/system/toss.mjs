import { programs } from "./checkout.mjs";
import { json } from "./http.mjs";
import { Part } from "./part.mjs";
import { freePort } from "./port.mjs";

export const SECRET_KEY = "test_gsk_frontrow_journeys";
export const CLIENT_KEY = "test_gck_frontrow_journeys";

/** The simulated Toss, and the hand that moves it. @param {string} folder for the log @param {string} siteUrl */
export async function startToss(folder, siteUrl) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const part = new Part("toss-sim", folder, {
    program: programs.tossSim,
    args: ["--listen", `127.0.0.1:${port}`, "--secret-key", SECRET_KEY, "--client-key", CLIENT_KEY, "--webhook-url", `${siteUrl}/webhooks/toss`],
  });
  await part.ready(() => fetch(`${url}/healthz`).then((answer) => answer.ok));
  return {
    part, url,
    /** @returns {Promise<{payments: any[], ledger: any[], totals: {approved: number, canceled: number, net: number}}>} */
    books: () => json("GET", `${url}/_sim/payments`),
    /** Gives a part back as a person does in the provider's own console. @param {string} paymentKey @param {number} amount */
    giveBack: (paymentKey, amount) =>
      fetch(`${url}/v1/payments/${paymentKey}/cancel`, {
        method: "POST",
        headers: { authorization: `Basic ${btoa(`${SECRET_KEY}:`)}`, "content-type": "application/json" },
        body: JSON.stringify({ cancelReason: "at the desk", cancelAmount: amount }),
      }).then((answer) => answer.ok),
    /** @param {number} ms */
    advance: (ms) => json("POST", `${url}/_sim/clock`, { advance_ms: ms }),
    /** What goes wrong at the next call. @param {"confirm"|"cancel"|"read"} endpoint @param {string} kind @param {number} [delayMs] */
    fault: (endpoint, kind, delayMs) => json("POST", `${url}/_sim/faults`, { endpoint, kind, ...(delayMs && { delay_ms: delayMs }) }),
  };
}

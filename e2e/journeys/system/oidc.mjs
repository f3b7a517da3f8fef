import { programs } from "./checkout.mjs";
import { Part } from "./part.mjs";

const CLIENT_SECRET = "oidc-sim-journeys";

/** What the core is told of the simulated issuer on this port. @param {number} port */
export const issuerSetting = (port) =>
  JSON.stringify([{ id: "sim", name: "Sim", issuer: `http://127.0.0.1:${port}`, client_id: "frontrow", client_secret: CLIENT_SECRET }]);

/** The simulated issuer. @param {string} folder for the log @param {{port: number, siteUrl: string}} around */
export async function startIssuer(folder, { port, siteUrl }) {
  const part = new Part("oidc-sim", folder, {
    program: programs.oidcSim,
    args: ["--listen", `127.0.0.1:${port}`, "--client-secret", CLIENT_SECRET, "--redirect-uri", `${siteUrl}/api/v1/auth/oidc/sim/callback`],
  });
  await part.ready(() => fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok));
  return part;
}

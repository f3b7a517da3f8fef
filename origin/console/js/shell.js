import { signOut } from "/console/js/api.js";
import { fill, h } from "/console/js/dom.js";
import { SECTIONS } from "/console/js/routes.js";
import { session } from "/console/js/session.js";

/** The side with the sections and who is signed in; nothing of it at the door. @param {string} path where the reader is */
export function showShell(path) {
  const side = /** @type {HTMLElement} */ (document.querySelector("#shell"));
  const now = session();
  side.hidden = !now;
  document.body.classList.toggle("signed-in", now !== null);
  if (!now) return;
  const current = ({ path: root, also }) => [root, also].some((start) => start && (path === start || path.startsWith(`${start}/`)));
  fill(
    side,
    h("a", { class: "brand", href: "#/sales" }, "Frontrow ", h("span", {}, "console")),
    h("nav", { "aria-label": "Sections" }, h("ul", {}, SECTIONS.map((section) => h("li", {}, h("a", { href: `#${section.path}`, "aria-current": current(section) && "page" }, section.name))))),
    h("div", { class: "who" }, h("p", {}, h("a", { href: "/console/api/" }, "API reference")), h("p", { class: "address" }, now.email), h("button", { type: "button", onclick: leave }, "Sign out")),
  );
}

function leave() {
  signOut();
  location.hash = "#/sign-in";
}

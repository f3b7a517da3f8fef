import { signedIn } from "/js/api.js";
import { h, fill } from "/js/dom.js";
import { lang, switchLang, t, words } from "/js/i18n.js";

/**
 * Fills the frame that every page has in its HTML (#nav, #foot) and gives the page its title.
 * @param {string} title
 * @returns {HTMLElement} the page's main landmark
 */
export function frame(title) {
  setTitle(title);
  say("skip", t("skip"));
  fill(
    find("nav"),
    signedIn() ? h("a", { href: "/orders/" }, t("my_orders")) : h("a", { href: signInUrl() }, t("sign_in")),
    signedIn() && h("a", { href: "/account/" }, t("my_account")),
    h(
      "button",
      {
        type: "button",
        lang: lang === "ko" ? "en" : "ko",
        onclick: switchLang,
      },
      lang === "ko" ? "English" : "한국어",
    ),
  );
  find("nav").setAttribute("aria-label", t("nav"));
  fill(find("foot"), t("foot"));
  const main = find("main");
  main.removeAttribute("aria-busy");
  import("/js/connection.js").catch(() => {});
  return main;
}

/** @param {string} title what this page is, before the house's name */
export const setTitle = (title) => void (document.title = title ? `${title} · Frontrow` : "Frontrow");

/** Where to sign in and come back to this very page. */
export const signInUrl = (next = location.pathname + location.search) => `/sign-in/?next=${encodeURIComponent(next)}`;

/** A value of this page's query. @param {string} name @returns {string} empty when absent */
export const query = (name) => new URLSearchParams(location.search).get(name) ?? "";

/** Loads the frame's own words and a page's. @param {...string} sections */
export const ready = (...sections) => words("frame", ...sections);

const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const say = (id, text) => void (find(id).textContent = text);

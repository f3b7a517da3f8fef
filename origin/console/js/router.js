import { fill } from "/console/js/dom.js";
import { doorTo, session } from "/console/js/session.js";
import { ROUTES } from "/console/js/routes.js";
import { head } from "/console/js/parts/head.js";
import { loading } from "/console/js/parts/loading.js";
import { notice } from "/console/js/parts/notice.js";
import { showShell } from "/console/js/shell.js";

/**
 * What a page gets. `signal` aborts when the reader goes elsewhere: pass it to requests and listeners.
 * @typedef {{main: HTMLElement, params: Record<string, string>, query: URLSearchParams, signal: AbortSignal}} Place
 */

/** A page that is there sooner needs no sign that it is coming. */
const LOADING_MS = 200;

let leave = new AbortController();

/** Shows the page of the address now, and of every address to come. */
export function start() {
  addEventListener("hashchange", show);
  addEventListener("fr-session", () => showShell(here().path));
  document.querySelector("#skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("#main")?.focus();
  });
  show();
}

/** Goes to another page. @param {string} hash such as `#/sales` */
export const go = (hash) => {
  if (location.hash === hash) show();
  else location.hash = hash;
};

function here() {
  const [path, query] = (location.hash.slice(1) || "/sales").split("?");
  return { path, query: new URLSearchParams(query) };
}

async function show() {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const { path, query } = here();
  const main = /** @type {HTMLElement} */ (document.querySelector("#main"));
  if (!session() && path !== "/sign-in") {
    location.replace(doorTo(location.hash));
    return;
  }
  showShell(path);
  const [route, params] = match(path);
  document.title = `${route.title} · Frontrow console`;
  document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
  // The page before stays until the next is there, or has been long in coming.
  const waiting = setTimeout(() => fill(main, loading()), LOADING_MS);
  signal.addEventListener("abort", () => clearTimeout(waiting));
  main.setAttribute("aria-busy", "true");
  try {
    const { default: page } = await route.page();
    if (!signal.aborted) await page({ main, params, query, signal });
  } catch (problem) {
    if (signal.aborted || problem.needsSignIn) return;
    fill(main, head({ title: route.title }), notice(problem, () => show()));
  } finally {
    clearTimeout(waiting);
  }
  if (signal.aborted) return;
  main.removeAttribute("aria-busy");
  scrollTo(0, 0);
  const heading = main.querySelector("h1");
  if (heading) {
    document.title = `${heading.textContent} · Frontrow console`;
    heading.tabIndex = -1;
    // The reader of a screen hears where they are; somebody typing into the page's first field is left there.
    if (!main.contains(document.activeElement)) heading.focus({ preventScroll: true });
  }
}

function match(path) {
  for (const route of ROUTES) {
    const names = [];
    const shape = route.path.replace(/:(\w+)/g, (_, name) => (names.push(name), "([\\w-]+)"));
    const found = new RegExp(`^${shape}/?$`).exec(path);
    if (found) return [route, Object.fromEntries(names.map((name, i) => [name, found[i + 1]]))];
  }
  return [ROUTES[ROUTES.length - 1], {}];
}

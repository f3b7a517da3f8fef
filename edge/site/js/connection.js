import { h, say } from "/js/dom.js";
import { t, words } from "/js/i18n.js";

/**
 * What every page needs, but not at once: the bar that says when the network is away or slow, and the looks of it and of
 * questions.
 */
document.head.append(h("link", { rel: "stylesheet", href: "/css/later.css" }));
await words("connection");

const bar = h("p", { class: "net", role: "status", "data-testid": "connection" });
document.querySelector(".top")?.after(bar);
let slow = 0;
let wasAway = false;

function show() {
  const away = !navigator.onLine;
  bar.dataset.state = away ? "offline" : slow > 0 ? "slow" : wasAway ? "back" : "";
  say(bar, bar.dataset.state && t(`net_${bar.dataset.state}`));
  if (wasAway && !away) setTimeout(() => ((wasAway = false), show()), 4_000);
  wasAway ||= away;
}
addEventListener("online", show);
addEventListener("offline", show);
addEventListener("fr.slow", (event) => {
  slow += /** @type {CustomEvent} */ (event).detail;
  show();
});
show();

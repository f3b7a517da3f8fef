import { h, say } from "/js/dom.js";
import { t, words } from "/js/i18n.js";

/**
 * What every page needs, but not at once: the bar that says when the network is away or slow, the links of the foot, and
 * reading anew what is come back to.
 */
document.head.append(h("link", { rel: "stylesheet", href: "/css/later.css" }));
await words("connection");

document
  .getElementById("foot")
  ?.append(
    ...["/legal/?of=terms", "/legal/?of=privacy", "/legal/?of=seller", "/developers/"].map((href, i) =>
      h("a", { href }, t(["terms", "privacy", "seller", "developers"][i])),
    ),
  );

// The way back shows a page as it was left; what it says may have changed, who is signed in too.
addEventListener("pageshow", (event) => event.persisted && location.reload());

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

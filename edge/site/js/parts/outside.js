import { get } from "/js/api.js";
import { fill, h } from "/js/dom.js";
import { t } from "/js/i18n.js";

/** Ways of signing in at another service, as far as there are any. @param {string} next path to go on with */
export function outside(next) {
  const box = h("div", { class: "stack tight" });
  const way = ({ id, name }) =>
    h(
      "a",
      {
        class: "button wide",
        href: `/api/v1/auth/oidc/${id}/start?return_to=${encodeURIComponent(next)}`,
        "data-testid": `outside-${id}`,
      },
      t("sign_in_with", { name }),
    );
  // Whoever has a password can do without.
  get("/api/v1/auth/providers", { tries: 1 })
    .then(({ items }) => items.length && fill(box, h("p", { class: "muted small or" }, t("or")), items.map(way)))
    .catch(() => {});
  return box;
}

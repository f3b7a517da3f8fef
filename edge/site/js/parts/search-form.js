import { fill, h } from "/js/dom.js";
import { pick, t } from "/js/i18n.js";

const NAMES = ["q", "city", "from", "to"];

/** What the address asks for, without what is empty or unknown. @returns {URLSearchParams} */
export function asked() {
  const address = new URLSearchParams(location.search);
  return new URLSearchParams(NAMES.map((name) => [name, address.get(name) ?? ""]).filter(([, value]) => value));
}

/**
 * The search for shows. The address keeps the question, so that it can be reloaded, shared and gone back to.
 * @param {{city: string, city_en: string}[]} cities @param {(query: URLSearchParams) => void} search
 */
export function searchForm(cities, search) {
  const field = (name, input) => h("label", { class: "field" }, h("span", {}, t(`search_${name}`)), input);
  const q = h("input", { type: "search", name: "q", maxlength: 64, enterkeyhint: "search", autocomplete: "off", placeholder: t("search_hint") });
  const city = h(
    "select",
    { name: "city" },
    h("option", { value: "" }, t("any_city")),
    cities.map((one) => h("option", { value: one.city }, pick(one, "city"))),
  );
  const [from, to] = ["from", "to"].map((name) => h("input", { type: "date", name, max: "9999-12-31" }));
  const wide = matchMedia("(min-width: 44rem)");
  const more = h(
    "details",
    { open: wide.matches },
    h("summary", {}, t("search_more")),
    h("div", { class: "search-more" }, field("city", city), field("from", from), field("to", to)),
  );
  // Where there is room for it nothing offers to open it.
  wide.addEventListener("change", () => (more.open ||= wide.matches));
  const wrong = h("p", { class: "notice bad", role: "alert", hidden: true });
  const clear = h("button", { type: "button", class: "button plain", "data-testid": "clear-search", onclick: () => go(new URLSearchParams()) }, t("search_clear"));

  const show = () => {
    const query = asked();
    for (const input of [q, city, from, to]) input.value = query.get(input.name) ?? "";
    clear.hidden = !query.size;
    more.open ||= [city, from, to].some((input) => input.value);
  };
  const go = (query) => {
    wrong.hidden = true;
    history.pushState(null, "", query.size ? `?${query}` : location.pathname);
    show();
    search(query);
  };
  const send = (event) => {
    event.preventDefault();
    if (from.value && to.value && from.value > to.value) {
      wrong.hidden = false;
      return void fill(wrong, t("days_wrong"));
    }
    const given = [q, city, from, to].map((input) => [input.name, input.value.trim()]).filter(([, value]) => value);
    go(new URLSearchParams(given));
  };
  const node = h(
    "form",
    { class: "search panel", role: "search", "data-testid": "search", onsubmit: send },
    h("div", { class: "search-main" }, field("q", q), h("button", { class: "button primary", "data-testid": "search-button" }, t("search"))),
    more,
    wrong,
    clear,
  );
  show();
  return { node, show };
}

/** The two languages of the site. Each page loads only the words it says. */
const KEY = "fr.lang";
const table = Object.create(null);

/** "ko" or "en": what the visitor chose before, else what the browser asks for. */
export const lang = pickLang();
document.documentElement.lang = lang;

function pickLang() {
  const chosen = localStorage.getItem(KEY);
  if (chosen === "ko" || chosen === "en") return chosen;
  return (
    (navigator.languages ?? [navigator.language])
      .find((l) => /^(ko|en)\b/i.test(l))
      ?.slice(0, 2)
      .toLowerCase() ?? "en"
  );
}

/** Shows the page in the other language from now on. */
export function switchLang() {
  localStorage.setItem(KEY, lang === "ko" ? "en" : "ko");
  location.reload();
}

/** @param {...string} sections file names under i18n/<lang>/ */
export async function words(...sections) {
  const loaded = await Promise.all(sections.map((section) => import(`/i18n/${lang}/${section}.js`)));
  for (const { default: more } of loaded) Object.assign(table, more);
}

/** @param {string} key */
export const has = (key) => key in table;

/**
 * The words of a key, with `{name}` places filled in.
 * @param {string} key @param {Record<string, string|number>} [values]
 */
export function t(key, values = {}) {
  return (table[key] ?? key).replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/** A whole number in the reader's way of writing. @param {number} n */
export const count = (n) => n.toLocaleString(lang);

/** A field as the reader speaks: `name` is Korean, `name_en` English. @param {any} item @param {string} field */
export const pick = (item, field) => (lang === "en" && item?.[`${field}_en`]) || item?.[field] || "";

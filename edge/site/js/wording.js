import { count, has, lang, t } from "/js/i18n.js";

/**
 * Words about `n` things, which English says otherwise of one: `key_1` where there is such a sentence.
 * @param {string} key @param {number} n
 */
export const many = (key, n) => t(n === 1 && has(`${key}_1`) ? `${key}_1` : key, { n: count(n) });

/**
 * The language of a text by its letters, when that is not the page's: for `lang`, so that it is read out rightly.
 * @param {string} text
 */
export function foreign(text) {
  const its = /[\u3131-\u318e\uac00-\ud7a3]/.test(text) ? "ko" : /[a-z]/i.test(text) ? "en" : lang;
  return its === lang ? null : its;
}

/** @typedef {{minor: number, currency: string}} Money Integer minor units and an ISO 4217 code. */

/**
 * Money as people write it. Won has no minor unit; Korean readers expect "50,000원".
 * @param {Money} money @param {string} lang
 */
export function formatMoney({ minor, currency }, lang) {
  if (currency === "KRW" && lang === "ko") return `${minor.toLocaleString("ko")}원`;
  const format = new Intl.NumberFormat(lang, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

/** Sum of amounts in one currency. @param {Money[]} amounts @returns {Money|null} null for an empty list */
export function sum(amounts) {
  if (!amounts.length) return null;
  return { minor: amounts.reduce((total, { minor }) => total + minor, 0), currency: amounts[0].currency };
}

/** @typedef {{minor: number, currency: string}} Money */

/** How many minor units make one, e.g. 0 decimals for won. @param {string} currency */
const decimals = (currency) => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 0;

/** "₩50,000". @param {Money|null|undefined} money */
export function price(money) {
  if (!money) return "–";
  const { minor, currency } = money;
  return new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" }).format(minor / 10 ** decimals(currency));
}

/** "₩1.2M", for axes and figures without room. @param {number} minor @param {string} currency */
export const shortPrice = (minor, currency) =>
  new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol", notation: "compact", maximumFractionDigits: 1 }).format(minor / 10 ** decimals(currency));

/** What somebody typed into a field of prices, in minor units. @param {string|number} typed @param {string} [currency] */
export const minorOf = (typed, currency = "KRW") => Math.round(Number(typed) * 10 ** decimals(currency));

/** "12,345". @param {number|null|undefined} n */
export const count = (n) => (n == null ? "–" : n.toLocaleString("en"));

/** "1 seat", "12 seats". @param {number} n @param {string} one @param {string} more */
export const several = (n, one, more) => `${count(n)} ${n === 1 ? one : more}`;

/** "37 %", never 100 % before the last. @param {number} part @param {number} whole */
export const share = (part, whole) => (whole ? (part > 0 && part * 100 < whole ? "under 1 %" : `${Math.floor((100 * part) / whole)} %`) : "–");

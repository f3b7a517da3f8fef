/** When the first person may buy. @param {any} sale */
export const opensAt = (sale) => Date.parse(sale.presale?.opens_at ?? sale.general_opens_at);

/**
 * Where a sale stands by its windows.
 * @param {any} sale @param {number} nowMs @returns {"upcoming"|"lobby"|"presale"|"open"|"closed"}
 */
export function phaseOf(sale, nowMs) {
  const opens = opensAt(sale);
  if (nowMs >= Date.parse(sale.closes_at)) return "closed";
  if (nowMs >= Date.parse(sale.general_opens_at)) return "open";
  if (nowMs >= opens) return "presale";
  return nowMs >= opens - sale.lobby_seconds * 1000 ? "lobby" : "upcoming";
}

/** Amounts: money and shares, rounded as they are in the ledgers: half to even. */

const WHOLE = new Set(["JPY", "VND", "IDR", "KRW", "CLP"]);

/** An amount as it came. */
export function money(amount, currency) {
  return { amount, currencyCode: currency };
}

/**
 * An amount (decimal text) times ``above`` through ``below``, to the currency's minor unit.
 * All of it is whole numbers, which are exact up to 2^53.
 */
export function moneyShare(amount, above, below, currency) {
  const places = WHOLE.has(currency) ? 0 : 2;
  const point = amount.indexOf(".");
  const given = point < 0 ? 0 : amount.length - point - 1;
  let over = Number(amount.replace(".", "")) * above;
  let under = below;
  if (given <= places) over *= 10 ** (places - given);
  else under *= 10 ** (given - places);
  const rest = over % under;
  let whole = (over - rest) / under;
  if (2 * rest > under || (2 * rest === under && whole % 2 === 1)) whole += 1;
  const digits = String(whole).padStart(places + 1, "0");
  const cut = digits.length - places;
  return money(places ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits, currency);
}

/** A number to so many places. What lies between two goes to the even one of them. */
export function rounded(value, places) {
  const scale = 10 ** places;
  const scaled = value * scale;
  const below = Math.floor(scaled);
  if (Math.abs(scaled - below - 0.5) > 1e-9) return Math.round(scaled) / scale;
  const between = (below + 0.5) / scale;
  // Few such numbers have an exact binary form; the others lie a little above or below.
  if (Number.isInteger(between * 32)) return (below % 2 === 0 ? below : below + 1) / scale;
  return Number(between.toFixed(places));
}

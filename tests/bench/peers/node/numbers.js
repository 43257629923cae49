/** Numbers: what is counted of a LIVE, by shop analytics and by its last tick. */

import { instant, latest, moment } from "./words.js";

export const FIGURES = ["sales", "traffic", "products", "engagement"];
const MONEY = ["direct_gmv", "attributed_gmv", "24h_live_gmv", "refund_gmv", "est_commission"];
const COUNTS = {
  sales: ["sku_orders", "main_orders", "items_sold", "customers"],
  traffic: ["impressions", "views", "viewers", "pcu"],
  products: ["product_impressions", "produt_clicks", "add_to_cart_count"],
  engagement: ["likes", "comments", "shares", "new_followers", "negative_feedback"],
};
const AVERAGES = ["acu", "avg_viewing_duration"];
// How the last tick calls what shop analytics calls otherwise.
const OF_TICK = {
  avg_watch_seconds: "avg_viewing_duration",
  product_clicks: "produt_clicks",
  add_to_carts: "add_to_cart_count",
};

/** The newest numbers that anybody has; without an item (there was nothing to sell) none. */
export function numbersOf(document, life, item, now) {
  const counted = item ? ofTick(document.last_tick, life) : {};
  const groups = item ? item.groups : {};
  for (const name of FIGURES) {
    if (item && groups[name] !== undefined) countGroup(counted, name, groups[name], item.asOf);
    // What shop analytics does not show to this account is not shown from elsewhere.
    else if (item && item.isReady) for (const measure of COUNTS[name]) delete counted[measure];
  }
  const moments = Object.values(counted).map((one) => one.asOf);
  return {
    counted,
    whyMissing: item ? "FORBIDDEN" : "NOT_SUPPORTED",
    currency: groups.sales ? groups.sales.display_currency : document.display_currency,
    life,
    asOf: moments.length > 0 ? latest(moments) : now,
  };
}

function ofTick(tick, life) {
  const counted = {};
  if (!tick) return counted;
  const finality = life.state === "ENDED" ? "PROVISIONAL" : "LIVE";
  const asOf = instant(tick.at);
  for (const name of Object.keys(tick)) {
    if (name === "at") continue;
    const value = name === "direct_gmv" ? String(tick[name]) : tick[name];
    counted[OF_TICK[name] ?? name] = { value, asOf, finality, finalAt: null, before: null };
  }
  return counted;
}

function countGroup(counted, name, group, asOf) {
  const { finality } = group;
  const finalAt = moment(group.final_at);
  const isRestated = finality === "RESTATED";
  const settled = finalAt === null || finalAt <= asOf ? "FINAL" : "SETTLING";
  const others = isRestated ? settled : finality;
  const restated = new Map((group.restatements ?? []).map((told) => [told.metric, told]));
  const count = (measure, value, final = finalAt) => {
    if (counted[measure] !== undefined && counted[measure].asOf > asOf) return;
    const before = restated.get(measure) ?? null;
    counted[measure] = { value, asOf, finality: before ? finality : others, finalAt: final, before };
  };
  for (const measure of COUNTS[name]) count(measure, group[measure]);
  if (name === "traffic") for (const measure of AVERAGES) count(measure, Number(group[measure]));
  if (name !== "sales") return;
  const dayEnds = group["24h_complete_at"] === null ? finalAt : moment(group["24h_complete_at"]);
  for (const measure of MONEY) {
    count(measure, group[measure].amount, measure === "24h_live_gmv" ? dayEnds : finalAt);
  }
}

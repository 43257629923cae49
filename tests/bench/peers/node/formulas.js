/** Formulas: how each figure is worked out of what was counted. */

import { money, moneyShare, rounded } from "./amounts.js";
import { earliest, instant, latest, moment } from "./words.js";

const FIRMNESS = { LIVE: 0, PROVISIONAL: 1, SETTLING: 2, RESTATED: 2, FINAL: 3 };

/** What every figure says; ``value`` and what else it has are written into it. */
function said(form, metric, numbers, ...measures) {
  const found = [];
  for (const measure of measures) {
    const one = numbers.counted[measure];
    if (one !== undefined) found.push(one);
  }
  const missing = found.length === measures.length ? null : numbers.whyMissing;
  const restated = found.find((one) => one.before);
  const finals = found.filter((one) => one.finalAt).map((one) => one.finalAt);
  const only = restated && measures.length === 1 ? restated.before : null;
  return {
    __typename: form,
    metric,
    missing,
    asOf: found.length > 0 ? earliest(found.map((one) => one.asOf)) : numbers.asOf,
    finality: restated ? "RESTATED" : weakest(found, missing),
    isEstimated: measures.includes("est_commission"),
    finalAt: finals.length > 0 ? latest(finals) : null,
    restatement: only && { from: only.from, at: moment(only.at), reason: only.reason },
    value: null,
  };
}

function weakest(found, missing) {
  let least = missing === "NOT_SUPPORTED" || found.length > 0 ? "FINAL" : "PROVISIONAL";
  for (const { finality } of found) if (FIRMNESS[finality] < FIRMNESS[least]) least = finality;
  return least;
}

const plain = (form, measure) => (metric, numbers) => {
  const figure = said(form, metric, numbers, measure);
  if (figure.missing === null) figure.value = numbers.counted[measure].value;
  return figure;
};

const count = (measure) => plain("CountFigure", measure);

const amount = (measure) => (metric, numbers) => {
  const figure = said("MoneyFigure", metric, numbers, measure);
  if (figure.missing === null) figure.value = money(numbers.counted[measure].value, numbers.currency);
  return figure;
};

const rate = (part, whole) => (metric, numbers) => {
  const figure = said("RateFigure", metric, numbers, part, whole);
  figure.numerator = figure.denominator = null;
  if (figure.missing !== null) return figure;
  figure.numerator = numbers.counted[part].value;
  figure.denominator = numbers.counted[whole].value;
  if (figure.denominator === 0) figure.missing = "BELOW_THRESHOLD";
  else figure.value = figure.numerator / figure.denominator;
  return figure;
};

const moneyPer = (measure, times = 1) => (metric, numbers) => {
  const figure = said("MoneyFigure", metric, numbers, "direct_gmv", measure);
  const below = figure.missing === null ? numbers.counted[measure].value : 0;
  if (below === 0) figure.missing ??= "BELOW_THRESHOLD";
  else figure.value = moneyShare(numbers.counted.direct_gmv.value, times, below, numbers.currency);
  return figure;
};

const perHour = (form, measure) => (metric, numbers) => {
  const figure = said(form, metric, numbers, measure);
  const seconds = Math.trunc(numbers.life.air);
  if (figure.missing !== null || seconds === 0) {
    figure.missing ??= "BELOW_THRESHOLD";
    return figure;
  }
  const { value } = numbers.counted[measure];
  figure.value =
    form === "MoneyFigure"
      ? moneyShare(value, 3600, seconds, numbers.currency)
      : rounded((value * 3600) / seconds, 2);
  return figure;
};

const air = (metric, numbers) => {
  const figure = said("DurationFigure", metric, numbers);
  const { life } = numbers;
  figure.asOf = instant(life.endedAt) ?? figure.asOf;
  figure.finality = life.state === "ENDED" ? "FINAL" : "LIVE";
  figure.value = Math.trunc(life.air);
  return figure;
};

export const FORMULAS = {
  DIRECT_GMV: amount("direct_gmv"),
  ATTRIBUTED_GMV: amount("attributed_gmv"),
  GMV_WITHIN_24H: amount("24h_live_gmv"),
  REFUND_AMOUNT: amount("refund_gmv"),
  ESTIMATED_COMMISSION: amount("est_commission"),
  AVERAGE_ORDER_VALUE: moneyPer("main_orders"),
  GMV_PER_HOUR: perHour("MoneyFigure", "direct_gmv"),
  WATCH_GPM: moneyPer("views", 1000),
  SKU_ORDERS: count("sku_orders"),
  MAIN_ORDERS: count("main_orders"),
  ITEMS_SOLD: count("items_sold"),
  UNIQUE_BUYERS: count("customers"),
  IMPRESSIONS: count("impressions"),
  IMPRESSIONS_PER_HOUR: perHour("AverageFigure", "impressions"),
  ENTER_ROOM_RATE: rate("views", "impressions"),
  VIEWS: count("views"),
  UNIQUE_VIEWERS: count("viewers"),
  PEAK_CONCURRENT_VIEWERS: count("pcu"),
  AVERAGE_CONCURRENT_VIEWERS: plain("AverageFigure", "acu"),
  AVG_WATCH_SECONDS_PER_VIEW: plain("DurationFigure", "avg_viewing_duration"),
  AIR_SECONDS: air,
  PRODUCT_IMPRESSIONS: count("product_impressions"),
  PRODUCT_CLICKS: count("produt_clicks"),
  PRODUCT_CTR: rate("produt_clicks", "product_impressions"),
  LIVE_CTR: rate("produt_clicks", "views"),
  CLICK_TO_ORDER_RATE: rate("sku_orders", "produt_clicks"),
  ADD_TO_CARTS: count("add_to_cart_count"),
  LIKES: count("likes"),
  COMMENTS: count("comments"),
  SHARES: count("shares"),
  NEW_FOLLOWERS: count("new_followers"),
  COMMENT_RATE: rate("comments", "views"),
  FOLLOW_RATE: rate("new_followers", "views"),
  NEGATIVE_FEEDBACK_RATE: rate("negative_feedback", "views"),
};

/** The figure of a metric. */
export function figure(metric, numbers) {
  return FORMULAS[metric](metric, numbers);
}

/** The number that a figure shows; null for none. */
export function valueOf(shown) {
  if (shown.value === null) return null;
  return shown.__typename === "MoneyFigure" ? Number(shown.value.amount) : shown.value;
}

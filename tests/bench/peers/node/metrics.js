/** Metrics: the numbers of a LIVE. */

import { money } from "./amounts.js";
import { figure } from "./formulas.js";

export const HEADLINE = [
  "DIRECT_GMV",
  "ITEMS_SOLD",
  "UNIQUE_VIEWERS",
  "PRODUCT_CLICKS",
  "LIVE_CTR",
  "CLICK_TO_ORDER_RATE",
  "NEW_FOLLOWERS",
  "AVG_WATCH_SECONDS_PER_VIEW",
  "AIR_SECONDS",
];

/** Which figure each field of each group shows. */
export const GROUPS = {
  sales: {
    directGmv: "DIRECT_GMV",
    attributedGmv: "ATTRIBUTED_GMV",
    gmvWithin24h: "GMV_WITHIN_24H",
    refundAmount: "REFUND_AMOUNT",
    estimatedCommission: "ESTIMATED_COMMISSION",
    averageOrderValue: "AVERAGE_ORDER_VALUE",
    gmvPerHour: "GMV_PER_HOUR",
    skuOrders: "SKU_ORDERS",
    mainOrders: "MAIN_ORDERS",
    itemsSold: "ITEMS_SOLD",
    uniqueBuyers: "UNIQUE_BUYERS",
  },
  traffic: {
    impressions: "IMPRESSIONS",
    enterRoomRate: "ENTER_ROOM_RATE",
    views: "VIEWS",
    uniqueViewers: "UNIQUE_VIEWERS",
    peakConcurrentViewers: "PEAK_CONCURRENT_VIEWERS",
    averageConcurrentViewers: "AVERAGE_CONCURRENT_VIEWERS",
    avgWatchSecondsPerView: "AVG_WATCH_SECONDS_PER_VIEW",
  },
  products: {
    productImpressions: "PRODUCT_IMPRESSIONS",
    productClicks: "PRODUCT_CLICKS",
    productCtr: "PRODUCT_CTR",
    liveCtr: "LIVE_CTR",
    clickToOrderRate: "CLICK_TO_ORDER_RATE",
    addToCarts: "ADD_TO_CARTS",
  },
  engagement: {
    likes: "LIKES",
    comments: "COMMENTS",
    shares: "SHARES",
    newFollowers: "NEW_FOLLOWERS",
    commentRate: "COMMENT_RATE",
    followRate: "FOLLOW_RATE",
  },
};

/** The numbers of a LIVE. Which figures of them are worked out is the selection's business. */
export async function loadMetrics(live, loaders) {
  const [item, numbers] = await Promise.all([live.counted(loaders), live.numbers(loaders)]);
  if (item === null) return { ...live.notSupported("Metrics"), numbers, told: null };
  const status = item.isReady ? "READY" : "PARTIAL";
  const facts = live.facts("Metrics", status, item.asOf, item.nextRefreshAt);
  return { ...facts, numbers, told: item.groups.sales ?? null };
}

/** The figures that are shown first. */
export const headline = ({ numbers }) => HEADLINE.map((metric) => figure(metric, numbers));

/** The direct GMV in each currency. */
export function directGmvByCurrency({ told }) {
  return told ? told.direct_gmv_by_currency.map((one) => money(one.amount, one.currency)) : [];
}

/** The day of the exchange rates. */
export const rateDate = ({ told }) => (told ? told.rate_date : null);

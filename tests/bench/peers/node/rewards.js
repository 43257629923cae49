/** Rewards: what a LIVE earned. */

import { money } from "./amounts.js";
import { moment } from "./words.js";

const OF_MONEY = new Set(["COUPON", "VOUCHER", "AD_CREDIT", "CASH"]);

/** What a LIVE earned, the weekly part of its week, and the LIVEs before it. */
export async function loadRewards(live, loaders) {
  const [item, creator] = await Promise.all([
    loaders.rewards.load(live.asked("earned")),
    loaders.rewards.load(live.askedOfCreator("weekly", "trend")),
  ]);
  const earned = item.groups.earned;
  const endedAt = (live.life.endedAt ?? new Date(live.now)).getTime();
  const soon = (earned && moment(earned.next_refresh_at)) ?? item.nextRefreshAt;
  const week = creator.groups.weekly.weeks.find(
    (one) => one.week_starts_at * 1000 <= endedAt && endedAt < one.week_ends_at * 1000,
  );
  return {
    ...live.facts("Rewards", statusOf(item, earned), item.asOf, soon),
    diamondsReceived: earned ? earned.diamonds_received : null,
    items: earned ? earned.items.slice(0, 50).map(rewardOf) : [],
    weekly: week ? weekOf(week) : null,
    trend: trendOf(creator.groups.trend.points, Math.trunc(endedAt / 1000)),
  };
}

function statusOf(item, earned) {
  if (!item.isReady || (earned && earned.status === "PENDING")) return "PENDING";
  const isEmpty = earned && earned.items.length === 0 && !earned.diamonds_received;
  return isEmpty ? "EMPTY" : "READY";
}

function trendOf(points, endedAt) {
  return points
    .filter((told) => Number(told.ended_at) <= endedAt)
    .slice(-20)
    .map((told) => ({
      sessionId: told.live_id,
      endedAt: moment(told.ended_at),
      diamonds: told.diamonds,
    }));
}

function weekOf(told) {
  return {
    weekStartsAt: moment(told.week_starts_at),
    weekEndsAt: moment(told.week_ends_at),
    rate: rateOf(told.rate),
    diamonds: told.diamonds,
    state: told.state,
    addedAt: moment(told.added_at),
  };
}

function rewardOf(told) {
  const { kind, title, amount, state, reversal } = told;
  const isMoney = OF_MONEY.has(kind) && told.currency !== null;
  return {
    rewardId: told.reward_id,
    missionCode: told.mission_code,
    title,
    kind,
    amount: isMoney ? null : amount,
    value: isMoney ? money(amount, told.currency) : null,
    rate: told.rate === null ? null : rateOf(told.rate),
    state,
    availableAt: moment(told.available_at),
    reversal: reversal && {
      at: moment(reversal.at),
      reasonCode: reversal.reason_code,
      title: reversal.title,
    },
  };
}

/** A share of one from per cent in text. Dividing the digits once rounds as decimals do. */
function rateOf(told) {
  const digits = told.replace("%", "");
  const point = digits.indexOf(".");
  const places = point < 0 ? 0 : digits.length - point - 1;
  return Number(digits.replace(".", "")) / 10 ** (places + 2);
}

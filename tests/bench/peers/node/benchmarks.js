/** Benchmarks: how a LIVE compares. */

import { rounded } from "./amounts.js";
import { figure, valueOf } from "./formulas.js";
import { moment } from "./words.js";

const LEAST_COHORT = 50;
// What is equal in decimals may differ in the last binary digit.
const HAIR = 1 + 1e-12;
const NOTHING = {
  stage: "UNKNOWN",
  level: null,
  frozenAt: null,
  cohort: null,
  tips: [],
  comparisons: [],
};

/** How a LIVE compares. */
export async function loadBenchmarks(live, loaders) {
  if (!live.isShoppable) return { ...live.notSupported("Benchmarks"), ...NOTHING };
  const [item, numbers] = await Promise.all([
    loaders.shop.load(live.asked("benchmarks")),
    live.numbers(loaders),
  ]);
  const facts = live.readyFacts("Benchmarks", item);
  const told = item.groups.benchmarks;
  if (told === undefined) return { ...facts, ...NOTHING };
  const cohort = told.cohort && cohortOf(told.cohort);
  return {
    ...facts,
    stage: told.stage,
    level: told.level,
    frozenAt: moment(told.frozen_at),
    cohort,
    tips: told.tips.slice(0, 5).map(tipOf),
    comparisons: comparisons(told, cohort, numbers),
  };
}

function cohortOf(told) {
  return {
    market: told.market,
    levelBand: told.level_band,
    categoryName: told.category_name,
    durationBucket: told.duration_bucket,
    size: told.size,
    basis: told.basis,
    isSuppressed: told.size < LEAST_COHORT,
  };
}

function tipOf(told) {
  const { code, topic, title, body } = told;
  return { code, topic, title, body, deepLink: told.deep_link };
}

function comparisons(told, cohort, numbers) {
  const showsPeers = cohort !== null && !cohort.isSuppressed;
  const peers = new Map(showsPeers ? told.peers.map((one) => [one.metric, one]) : []);
  const own = new Map(told.own.map((one) => [one.metric, one]));
  const words = new Set([...peers.keys(), ...own.keys()]);
  return [...words].map((word) => comparison(word, numbers, peers.get(word), own.get(word)));
}

function comparison(word, numbers, peers, own) {
  const metric = word.toUpperCase();
  const observed = figure(metric, numbers);
  const value = valueOf(observed);
  return {
    metric,
    observed,
    higherIsBetter: peers ? peers.higher_is_better : metric !== "NEGATIVE_FEEDBACK_RATE",
    peers: peers ? besidePeers(value, peers) : null,
    own: own ? besideOwn(value, own) : null,
  };
}

function besidePeers(value, told) {
  const average = Number(told.average);
  const topTen = Number(told.top_10);
  return {
    average,
    topTen,
    delta: delta(value, average),
    band: value === null ? null : band(value, average, topTen, told.higher_is_better),
  };
}

function besideOwn(value, told) {
  const average = Number(told.average);
  return {
    basis: told.window,
    average,
    delta: delta(value, average),
    points: told.points.slice(-10).map((point) => ({
      sessionId: point.live_id,
      endedAt: moment(point.ended_at),
      value: Number(point.value),
    })),
  };
}

function delta(value, average) {
  return value === null || average === 0 ? null : rounded(value / average - 1, 4);
}

function band(value, average, topTen, higherIsBetter) {
  const better = higherIsBetter ? 1 : -1;
  const ahead = (value - average) * better;
  if ((value - topTen) * better >= 0 && ahead > 0) return "TOP_10";
  if (Math.abs(ahead) <= Math.abs(average) * 0.1 * HAIR) return "AROUND_AVERAGE";
  return ahead > 0 ? "ABOVE_AVERAGE" : "BELOW_AVERAGE";
}

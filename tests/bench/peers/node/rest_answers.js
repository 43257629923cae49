/** REST answers: what each address gives, field by field as the operations of the bench select. */

import { loadAnalyticsLink } from "./analytics_link.js";
import { loadBenchmarks } from "./benchmarks.js";
import { figure } from "./formulas.js";
import { loadAccountImprovements, loadRoomImprovements } from "./improvements.js";
import { loadJourney } from "./journey.js";
import { GROUPS, directGmvByCurrency, headline, loadMetrics, rateDate } from "./metrics.js";
import { loadRecordings } from "./recordings.js";
import { loadRewards } from "./rewards.js";

const VALUE_NAMES = {
  MoneyFigure: "money",
  CountFigure: "count",
  RateFigure: "rate",
  DurationFigure: "seconds",
  AverageFigure: "average",
};

/** The whole page. */
export async function fullPage(session, loaders) {
  const [metrics, benchmarks, link, room, account, rewards, journey, recordings] =
    await Promise.all([
      loadMetrics(session, loaders),
      loadBenchmarks(session, loaders),
      loadAnalyticsLink(session, loaders),
      loadRoomImprovements(session, loaders),
      loadAccountImprovements(session, loaders),
      loadRewards(session, loaders),
      loadJourney(session, loaders),
      loadRecordings(session, loaders),
    ]);
  const { id, servedAt } = session.endPage;
  return {
    id,
    servedAt,
    session: pick(session, SESSION),
    metrics: shownMetrics(metrics),
    benchmarks: shownBenchmarks(benchmarks),
    analyticsLink: bare(link),
    roomImprovements: bare(room),
    accountImprovements: bare(account),
    rewards: bare(rewards),
    journey: bare(journey),
    recordings: bare(recordings),
  };
}

/** The first figures. */
export async function headlinePage(session, loaders) {
  const metrics = await loadMetrics(session, loaders);
  const { id, status, asOf, nextRefreshAt } = metrics;
  const figures = headline(metrics).map((one) => ({
    ...pick(one, ["metric", "missing", "finality", "isEstimated"]),
    ...valueOf(one),
  }));
  return {
    id: session.endPage.id,
    session: pick(session, ["id", "title", "endedAt", "airSeconds"]),
    metrics: { id, status, asOf, nextRefreshAt, headline: figures },
  };
}

/** What the LIVE earned, alone. */
export async function rewardsPage(session, loaders) {
  return { id: session.endPage.id, rewards: bare(await loadRewards(session, loaders)) };
}

/** One LIVE of the list, with its two first figures. */
export async function listed(session, loaders) {
  const shown = pick(session, LISTED);
  const page = session.endPage;
  if (page === null) return { ...shown, endPage: null };
  const { id, status, numbers } = await loadMetrics(session, loaders);
  const directGmv = figure("DIRECT_GMV", numbers);
  const views = figure("VIEWS", numbers);
  const metrics = {
    id,
    status,
    sales: { directGmv: pick(directGmv, ["missing", "finality", "value"]) },
    traffic: { views: pick(views, ["missing", "value"]) },
  };
  return { ...shown, endPage: { id: page.id, metrics } };
}

const SESSION = [
  "id",
  "sessionId",
  "title",
  "state",
  "startedAt",
  "endedAt",
  "endReason",
  "airSeconds",
  "timeZone",
  "displayCurrency",
];
const LISTED = ["id", "sessionId", "title", "startedAt", "airSeconds", "endPageState"];

function pick(from, names) {
  const picked = {};
  for (const name of names) picked[name] = from[name];
  return picked;
}

function bare({ __typename, ...panel }) {
  return panel;
}

function valueOf({ __typename, value, numerator, denominator }) {
  if (__typename === "RateFigure") return { rate: value, numerator, denominator };
  return { [VALUE_NAMES[__typename]]: value };
}

function headed(one) {
  const { metric, missing, asOf, finality } = one;
  return { metric, missing, asOf, finality, ...valueOf(one) };
}

function shownFigure(one) {
  if (one.__typename !== "MoneyFigure") return headed(one);
  const { isEstimated, finalAt, restatement } = one;
  return { ...headed(one), isEstimated, finalAt, restatement };
}

function shownMetrics({ __typename, numbers, told, ...facts }) {
  const groups = {};
  for (const [name, fields] of Object.entries(GROUPS)) {
    const group = (groups[name] = {});
    for (const [field, metric] of Object.entries(fields)) {
      group[field] = shownFigure(figure(metric, numbers));
    }
  }
  groups.sales.directGmvByCurrency = directGmvByCurrency({ told });
  groups.sales.rateDate = rateDate({ told });
  return { ...facts, headline: headline({ numbers }).map(headed), ...groups };
}

function shownBenchmarks({ __typename, ...benchmarks }) {
  const comparisons = benchmarks.comparisons.map((one) => ({
    ...one,
    observed: headed(one.observed),
  }));
  return { ...benchmarks, comparisons };
}

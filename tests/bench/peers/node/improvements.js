/** Improvements: what to do better, in a room and over all LIVEs. */

import { FORMULAS, figure, valueOf } from "./formulas.js";
import { moment } from "./words.js";

const WORST_FIRST = { CRITICAL: 0, WARNING: 1, OK: 2, STRENGTH: 3 };

/** What to do better in the next LIVE, worst first, at most three. */
export async function loadRoomImprovements(live, loaders) {
  const panel = "RoomImprovements";
  const nothing = { outcome: null, violation: null, improvements: [] };
  if (!live.isShoppable) return { ...live.notSupported(panel), ...nothing };
  const [item, numbers] = await Promise.all([
    loaders.shop.load(live.asked("room_improvements")),
    live.numbers(loaders),
  ]);
  const told = item.groups.room_improvements;
  const facts = factsOf(live, panel, item, told);
  if (told === undefined) return { ...facts, ...nothing };
  return {
    ...facts,
    outcome: told.outcome || null,
    violation: told.violation ? violationOf(told.violation) : null,
    improvements: worstFirst(told.items)
      .slice(0, 3)
      .map((one) => improvementOf(one, observed(one, numbers))),
  };
}

/** What to do better over all LIVEs, the worst of each dimension. */
export async function loadAccountImprovements(live, loaders) {
  const panel = "AccountImprovements";
  const nothing = { outcome: null, windowDays: null, improvements: [] };
  if (!live.isShoppable) return { ...live.notSupported(panel), ...nothing };
  const item = await loaders.shop.load(live.askedOfCreator("account_improvements"));
  const told = item.groups.account_improvements;
  const facts = factsOf(live, panel, item, told);
  if (told === undefined) return { ...facts, ...nothing };
  const worst = new Map();
  for (const one of worstFirst(told.items)) {
    if (!worst.has(one.dimension)) worst.set(one.dimension, one);
  }
  return {
    ...facts,
    outcome: told.outcome || null,
    windowDays: told.window_days,
    improvements: [...worst.values()].map((one) => improvementOf(one, number(one.observed))),
  };
}

function factsOf(live, panel, item, told) {
  if (told === undefined || told.status !== "PENDING") return live.readyFacts(panel, item);
  const soon = moment(told.next_refresh_at) ?? item.nextRefreshAt;
  return live.facts(panel, "PENDING", item.asOf, soon);
}

const worstFirst = (items) =>
  items.toSorted((a, b) => WORST_FIRST[a.severity] - WORST_FIRST[b.severity]);

const number = (told) => (told == null ? null : Number(told));

function observed(told, numbers) {
  const metric = told.metric.toUpperCase();
  return metric in FORMULAS ? valueOf(figure(metric, numbers)) : null;
}

function improvementOf(told, observed) {
  const { code, dimension, severity, title, body, action } = told;
  return {
    suggestionId: told.suggestion_id,
    code,
    dimension,
    funnelStage: told.funnel_stage,
    severity,
    metric: told.metric.toUpperCase(),
    observed,
    benchmark: number(told.benchmark),
    title,
    body,
    action: { code: action.code, title: action.title, deepLink: action.deep_link },
  };
}

function violationOf({ code, title, body, occurred_at: occurredAt, appeal_link: appealLink }) {
  return { code, title, body, occurredAt: moment(occurredAt), appealLink };
}

/** Journey: how far a creator has come, and what a LIVE added. */

import { earliest, moment } from "./words.js";

const NO_PROGRESS = { milestones: [], goals: [], league_change: 0 };
const MOST = 20;

/** How far the creator has come, with what this LIVE added. */
export async function loadJourney(live, loaders) {
  const [here, creator] = await Promise.all([
    loaders.journey.load(live.asked("progress")),
    loaders.journey.load(live.askedOfCreator("level", "milestones", "goals", "opportunities")),
  ]);
  const progress = here.groups.progress ?? NO_PROGRESS;
  const { level, milestones, goals, opportunities } = creator.groups;
  const status = here.isReady ? "READY" : "PARTIAL";
  const asOf = earliest([here.asOf, creator.asOf]);
  return {
    ...live.facts("Journey", status, asOf, here.nextRefreshAt),
    level: {
      level: level.level,
      seasonEndsAt: moment(level.season_ends_at),
      league: level.league,
      leagueChange: progress.league_change,
    },
    milestones: milestones.items.slice(0, MOST).map((told) => ({
      ...progressOf(told, told.tier, progress.milestones),
      tier: told.tier,
      state: told.state,
      deadlineAt: moment(told.deadline_at),
    })),
    goals: goals.items.slice(0, MOST).map((told) => ({
      ...progressOf(told, null, progress.goals),
      period: told.period,
      endsAt: moment(told.ends_at),
    })),
    opportunities: opportunities.items.slice(0, MOST).map(opportunityOf),
  };
}

function progressOf(told, tier, added) {
  const { code, title, unit, current, target } = told;
  const here = added.find((one) => one.code === code && (one.tier ?? null) === tier);
  return {
    code,
    title,
    unit,
    current,
    target,
    addedByThisLive: here ? here.added : "0",
    isReached: Number(current) >= Number(target),
  };
}

function opportunityOf({ code, type, title, reason, ...told }) {
  return {
    opportunityId: told.opportunity_id,
    code,
    type,
    title,
    reason,
    deepLink: told.deep_link,
    expiresAt: moment(told.expires_at),
  };
}

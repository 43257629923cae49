import { serverNow } from "./clock";
import type { PanelView } from "./store";

// A panel that says again and again that it is due is looked at no more often than so.
const LEAST_WAIT_MS = 2_000;
// Nor one that could not be had, unless its error says how often.
const AFTER_FAILURE_MS = 15_000;
// What is told as stale has a newer one on its way, or, when it still is stale then, there is none to be had.
const AFTER_STALE_MS = 1_500;
// What is due at nearly the same moment is asked for at once.
const TOGETHER_MS = 250;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface Look {
  fields: string[];
  waitMs: number;
}

/** When to look again, and at which panels. Undefined: nothing more is expected. */
export function nextLook(panels: Record<string, PanelView>, lastLook: Map<string, number>): Look | undefined {
  const now = Date.now();
  const due = Object.entries(panels).flatMap(([field, { panel, failure, isLoading, staleLooks = 0 }]) => {
    if (!panel || isLoading) return [];
    if (staleLooks > 0) return [{ field, waitMs: staleLooks === 1 ? AFTER_STALE_MS : AFTER_FAILURE_MS }];
    if (panel.nextRefreshAt === null) return [];
    const told = Date.parse(panel.nextRefreshAt) - serverNow();
    const pause = failure ? (failure.retryAfterMs ?? AFTER_FAILURE_MS) : LEAST_WAIT_MS;
    const least = (lastLook.get(field) ?? 0) + pause - now;
    return [{ field, waitMs: Math.max(told, least, 0) }];
  });
  if (due.length === 0) return undefined;
  const first = Math.min(...due.map(({ waitMs }) => waitMs));
  if (first > LONGEST_TIMER_MS) return undefined;
  return {
    fields: due.filter(({ waitMs }) => waitMs <= first + TOGETHER_MS).map(({ field }) => field),
    waitMs: first,
  };
}

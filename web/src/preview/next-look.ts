import { serverNow } from "./clock";
import type { PanelView } from "./store";

// A panel that says again and again that it is due is looked at no more often than so.
const LEAST_WAIT_MS = 2_000;
// Nor one that could not be had, unless its error says how often.
const AFTER_FAILURE_MS = 15_000;
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
  const due = Object.entries(panels).flatMap(([field, { panel, failure, isLoading }]) => {
    if (!panel?.nextRefreshAt || isLoading) return [];
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

import { useState } from "react";

import { useHeld } from "./held";
import { type Call, type KeptRead, lastAnswer } from "./last-answer";

/** Below the response: the calls of the last answer, one under the other, each where it was in time. */
export function Waterfall() {
  const [isOpen, setOpen] = useState(true);
  const answer = useHeld(lastAnswer);
  const made = answer?.made;
  if (made === undefined) return null;
  const { calls, kept, ms, ownMs } = made;
  const from = Math.min(0, ...calls.map(({ startMs }) => startMs));
  const until = Math.max(ms, ...calls.map((call) => call.startMs + call.ms));
  const place = (start: number, length: number) => ({
    left: `${((start - from) / (until - from)) * 100}%`,
    width: `${Math.max((length / (until - from)) * 100, 0.4)}%`,
  });
  return (
    <details
      className="waterfall"
      aria-label="Upstream calls"
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <b>{calls.length === 1 ? "1 upstream call" : `${calls.length} upstream calls`}</b>
        {answer?.name && <span className="of">{answer.name}</span>}
        <span className="total">{told(ms)}</span>
      </summary>
      <ol>
        {calls.map((call, at) => (
          <li key={at} data-upstream={call.upstream} data-outcome={call.outcome}>
            <span className="name">{call.upstream}</span>
            <span className="keys">{keysOf(call)}</span>
            <span className="track" aria-hidden="true">
              <i className={call.outcome === "OK" ? "" : "bad"} style={place(call.startMs, call.ms)} />
            </span>
            <span className="ms">{told(call.ms)}</span>
            <span className={call.outcome === "OK" ? "outcome" : "outcome bad"}>{call.outcome}</span>
          </li>
        ))}
        {kept.map((read) => (
          <li key={read.upstream} data-kept={read.upstream}>
            <span className="name">{read.upstream}</span>
            <span className="keys">{number(read.keys, "key")}</span>
            <span className="age">{ageOf(read)}</span>
            <span className="ms">no call</span>
            <span className="outcome">{read.isStale ? "STALE" : "FRESH"}</span>
          </li>
        ))}
        <li data-own="">
          <span className="name">gateway</span>
          <span className="keys">own time</span>
          <span className="track" aria-hidden="true">
            {gapsOf(calls, ms).map(([start, end]) => (
              <i key={start} style={place(start, end - start)} />
            ))}
          </span>
          <span className="ms">{told(ownMs)}</span>
          <span className="outcome" />
        </li>
      </ol>
    </details>
  );
}

function keysOf({ keys, ownKeys, startMs }: Call): string {
  const joined = startMs < 0 ? ", joined under way" : "";
  return (ownKeys === keys ? number(keys, "key") : `${ownKeys} of ${number(keys, "key")}`) + joined;
}

function ageOf({ ageMs, isStale }: KeptRead): string {
  return `kept ${told(ageMs)} ago${isStale ? ", shown while it is read anew" : ""}`;
}

/** When no call was under way. */
function gapsOf(calls: Call[], ms: number): [number, number][] {
  const gaps: [number, number][] = [];
  let reached = 0;
  for (const call of [...calls].sort((one, other) => one.startMs - other.startMs)) {
    if (call.startMs > reached) gaps.push([reached, Math.min(call.startMs, ms)]);
    reached = Math.max(reached, call.startMs + call.ms);
  }
  if (reached < ms) gaps.push([reached, ms]);
  return gaps;
}

function told(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function number(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

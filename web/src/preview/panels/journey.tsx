/** @jsxImportSource preact */
import { useState } from "preact/hooks";

import type { Journey, Progress } from "../data";
import { Icon } from "../icons";
import { useTold } from "../told";
import { filled } from "../words";

const SHOWN_FIRST = 4;

/** How far the creator has come: those marks first that are still ahead. */
export function JourneyPanel({ panel }: { panel: Journey }) {
  const { words, format } = useTold();
  const [isWhole, setIsWhole] = useState(false);
  const { level, goals, opportunities } = panel;
  const milestones = [...panel.milestones].sort((one, other) => Number(one.isReached) - Number(other.isReached));
  const shown = isWhole ? milestones : milestones.slice(0, SHOWN_FIRST);
  return (
    <>
      {level && (
        <div class="level">
          <Icon name="star" />
          <p>
            <span class="sub">{words.level}</span>
            <strong>{level.level}</strong>
          </p>
          <p>
            <span class="sub">{words.league}</span>
            <strong>
              {level.league}
              {level.leagueChange !== null && level.leagueChange !== 0 && (
                <span class={level.leagueChange > 0 ? "moved up" : "moved down"}>
                  <Icon name={level.leagueChange > 0 ? "up" : "down"} />
                  <span class="hidden">{level.leagueChange > 0 ? "+1" : "−1"}</span>
                </span>
              )}
            </strong>
          </p>
          {level.seasonEndsAt && <p class="sub end">{filled(words.season, { date: format.day(level.seasonEndsAt) })}</p>}
        </div>
      )}
      {goals.length > 0 && <h3>{words.goals}</h3>}
      <ProgressList items={goals} />
      {milestones.length > 0 && <h3>{words.milestones}</h3>}
      <ProgressList items={shown} />
      {milestones.length > SHOWN_FIRST && (
        <button type="button" class="text" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? words.less : filled(words.more, { count: format.count(milestones.length) })}
        </button>
      )}
      {opportunities.length > 0 && (
        <>
          <h3>{words.opportunities}</h3>
          <ul class="opportunities">
            {opportunities.map(({ opportunityId, title, reason, expiresAt }) => (
              <li key={opportunityId}>
                <strong>{title}</strong>
                <span class="sub">
                  {reason}
                  {expiresAt && ` · ${filled(words.until, { date: format.day(expiresAt) })}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function ProgressList({ items }: { items: Progress[] }) {
  return (
    <ul class="progress">
      {items.map((item) => (
        <Mark key={`${item.code}/${item.tier ?? ""}/${item.target}`} item={item} />
      ))}
    </ul>
  );
}

function Mark({ item }: { item: Progress }) {
  const { words, format } = useTold();
  const [current, target] = [Number(item.current), Number(item.target)];
  const inUnit = (value: string) => format.progress(value, item.unit, words.units[item.unit] ?? "");
  const told = `${format.decimal(item.current)} / ${inUnit(item.target)}`;
  const added = Number(item.addedByThisLive ?? 0);
  return (
    <li class={item.isReached ? "reached" : ""}>
      <p class="head">
        <strong>{item.title}</strong>
        <span class="sub">
          {item.isReached && <Icon name="check" />}
          {item.isReached ? words.reached : told}
        </span>
      </p>
      <progress aria-label={`${item.title}: ${told}`} max={target} value={Math.min(current, target)} />
      {added > 0 && (
        <p class="sub added">{filled(words.added, { value: inUnit(item.addedByThisLive ?? "0") })}</p>
      )}
    </li>
  );
}

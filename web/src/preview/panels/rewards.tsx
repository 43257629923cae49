/** @jsxImportSource preact */
import type { Reward, Rewards } from "../data";
import { Icon } from "../icons";
import { useTold } from "../told";
import { TrendChart } from "../trend-chart";
import { filled } from "../words";

/** What the LIVE earned, and the diamonds of the last ones as a chart. */
export function RewardsPanel({ panel }: { panel: Rewards }) {
  const { words, format } = useTold();
  const { diamondsReceived, items, weekly, trend } = panel;
  return (
    <>
      {diamondsReceived !== null && (
        <p class="diamonds">
          <Icon name="gem" />
          <strong>{format.count(diamondsReceived)}</strong>
          <span>{words.diamonds}</span>
        </p>
      )}
      {trend.length > 1 && <TrendChart points={trend} />}
      {items.length === 0 && <p class="nothing">{words.noRewards}</p>}
      <ul class="rewards">
        {items.map((reward) => (
          <Earned key={reward.rewardId} reward={reward} />
        ))}
      </ul>
      {weekly && (
        <p class="sub">
          {filled(words.weekly, { rate: format.rate(weekly.rate) })} ·{" "}
          {weekly.addedAt
            ? filled(words.weeklyBy, { count: format.decimal(weekly.diamonds), date: format.day(weekly.addedAt) })
            : filled(words.diamondsOf, { count: format.decimal(weekly.diamonds) })}
        </p>
      )}
    </>
  );
}

function Earned({ reward }: { reward: Reward }) {
  const { words, format } = useTold();
  const amount = reward.value ? format.money(reward.value) : reward.amount === null ? "" : format.decimal(reward.amount);
  const isAhead = reward.state === "PENDING" && reward.availableAt !== null;
  return (
    <li data-state={reward.state}>
      <span class="what">
        <strong>{reward.title}</strong>
        <span class="sub">
          {words.rewardStates[reward.state] ?? reward.state}
          {reward.reversal && ` · ${reward.reversal.title}`}
          {isAhead && ` · ${filled(words.availableAt, { date: format.day(reward.availableAt ?? "") })}`}
        </span>
      </span>
      <span class="amount">
        {amount}
        <span class="sub">{words.kinds[reward.kind] ?? reward.kind}</span>
      </span>
    </li>
  );
}

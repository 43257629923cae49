/** @jsxImportSource preact */
import { useState } from "preact/hooks";

import type { Benchmarks, Comparison } from "../data";
import { numberIn } from "../format";
import { useTold } from "../told";
import { filled } from "../words";

const SHOWN_FIRST = 3;

/** How the LIVE compares: bars for it, for peers and for the last LIVEs; tips for newer creators. */
export function BenchmarksPanel({ panel }: { panel: Benchmarks }) {
  const { words, format } = useTold();
  const [isWhole, setIsWhole] = useState(false);
  const { cohort, comparisons, tips } = panel;
  const shown = isWhole ? comparisons : comparisons.slice(0, SHOWN_FIRST);
  return (
    <>
      <p class="chips">
        <span class="chip experience">{words.stages[panel.stage] ?? panel.stage}</span>
        {panel.level && <span class="chip">{panel.level}</span>}
      </p>
      {cohort && !cohort.isSuppressed && (
        <p class="sub">
          {filled(words.cohort, {
            size: format.count(cohort.size),
            market: cohort.market,
            level: cohort.levelBand,
            category: cohort.categoryName,
          })}
        </p>
      )}
      {cohort?.isSuppressed && <p class="note">{words.suppressed}</p>}
      {!cohort && comparisons.length > 0 && <p class="note">{words.noPeers}</p>}
      <ul class="comparisons">
        {shown.map((comparison) => (
          <Compared key={comparison.metric} comparison={comparison} />
        ))}
      </ul>
      {comparisons.length > SHOWN_FIRST && (
        <button type="button" class="text" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? words.less : filled(words.more, { count: format.count(comparisons.length) })}
        </button>
      )}
      {tips.length > 0 && (
        <>
          <h3>{words.tips}</h3>
          <ul class="tips">
            {tips.map((tip) => (
              <li key={tip.code}>
                <span class="chip">{words.dimensions[tip.topic] ?? tip.topic}</span>
                <strong>{tip.title}</strong>
                <span>{tip.body}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const { words, format } = useTold();
  const { metric, peers, own, observed, currencyCode } = comparison;
  const mine = numberIn(observed);
  const most = Math.max(mine ?? 0, peers?.topTen ?? 0, peers?.average ?? 0, own?.average ?? 0) || 1;
  const told = (value: number) => format.ofMetric(metric, value, currencyCode);
  return (
    <li class="comparison" data-metric={metric}>
      <p class="head">
        <strong>{words.metrics[metric] ?? metric}</strong>
        {peers?.band && <span class={`band ${peers.band.toLowerCase()}`}>{words.bands[peers.band] ?? peers.band}</span>}
      </p>
      <dl class="measures">
        {mine === null ? (
          <div>
            <dt>{words.me}</dt>
            <dd class="missing">{words.missing[observed.missing ?? ""] ?? "—"}</dd>
          </div>
        ) : (
          <Bar name={words.me} kind="me" part={mine / most} value={format.figure(observed)} />
        )}
        {peers && (
          <Bar name={words.peers} kind="peers" part={peers.average / most} mark={peers.topTen / most} value={told(peers.average)} delta={peers.delta} />
        )}
        {own && <Bar name={words.own} kind="own" part={own.average / most} value={told(own.average)} delta={own.delta} />}
      </dl>
      {own && own.points.length > 1 && <Sparkline metric={metric} values={own.points.map(({ value }) => value)} told={told} />}
    </li>
  );
}

interface BarProps {
  name: string;
  kind: string;
  part: number;
  value: string;
  mark?: number;
  delta?: number | null;
}

function Bar({ name, kind, part, value, mark, delta }: BarProps) {
  const { format } = useTold();
  return (
    <div class={`measure ${kind}`}>
      <dt>{name}</dt>
      <dd>
        <span class="track" aria-hidden="true">
          <i style={{ inlineSize: `${Math.max(part * 100, 1.5)}%` }} />
          {mark !== undefined && <b style={{ insetInlineStart: `${mark * 100}%` }} />}
        </span>
        <span class="number">{value}</span>
        {typeof delta === "number" && <span class="delta">{format.delta(delta)}</span>}
      </dd>
    </div>
  );
}

function Sparkline({ metric, values, told }: { metric: string; values: number[]; told: (value: number) => string }) {
  const { words } = useTold();
  const most = Math.max(...values) || 1;
  const points = values.map((value, at) => `${(at / (values.length - 1)) * 100},${20 - (value / most) * 18}`);
  const label = filled(words.ownTrend, { metric: words.metrics[metric] ?? metric, values: values.map(told).join(", ") });
  return (
    <svg class="spark" viewBox="0 0 100 22" preserveAspectRatio="none" role="img" aria-label={label}>
      <polyline points={points.join(" ")} />
    </svg>
  );
}

/** @jsxImportSource preact */
import type { Figure, Metrics } from "../data";
import { useTold } from "../told";
import { filled } from "../words";

/** The headline: the first figure large, the others in a grid, each with how final it is. */
export function MetricsPanel({ panel }: { panel: Metrics }) {
  const { words, format } = useTold();
  const [first, ...others] = panel.headline;
  const paid = panel.sales.directGmvByCurrency;
  return (
    <>
      {first && (
        <div class="hero" data-metric={first.metric}>
          <p class="name">{words.metrics[first.metric] ?? first.metric}</p>
          <Value figure={first} />
          <FinalityOf figure={first} isLong />
          {paid.length > 1 && (
            <p class="sub">
              {filled(words.byCurrency, { amounts: paid.map((money) => format.money(money)).join(" + ") })}
            </p>
          )}
        </div>
      )}
      <dl class="figures">
        {others.map((figure) => (
          <div key={figure.metric} data-metric={figure.metric}>
            <dt>{words.metrics[figure.metric] ?? figure.metric}</dt>
            <dd>
              <Value figure={figure} />
              <FinalityOf figure={figure} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Value({ figure }: { figure: Figure }) {
  const { words, format } = useTold();
  if (figure.missing !== null) return <span class="missing">{words.missing[figure.missing] ?? figure.missing}</span>;
  return <span class="value">{format.figure(figure)}</span>;
}

function FinalityOf({ figure, isLong = false }: { figure: Figure; isLong?: boolean }) {
  const { words, format } = useTold();
  if (figure.missing !== null) return null;
  const { restatement } = figure;
  const was = restatement && figure.money ? { ...figure.money, amount: restatement.from } : null;
  const finalAt = figure.finality !== "FINAL" && figure.finalAt;
  return (
    <span class={`finality ${figure.finality.toLowerCase()}`}>
      {words.finality[figure.finality] ?? figure.finality}
      {figure.isEstimated && ` · ${words.estimated}`}
      {isLong && was && ` · ${filled(words.restatedFrom, { value: format.money(was) })}`}
      {isLong && !was && finalAt && ` · ${filled(words.finalAt, { date: format.day(finalAt) })}`}
    </span>
  );
}

/** @jsxImportSource preact */
import type { Improvement, Improvements } from "../data";
import { Icon, type IconName } from "../icons";
import { useTold } from "../told";
import { filled } from "../words";

const ICONS: Record<string, IconName> = { CRITICAL: "warning", WARNING: "up", OK: "check", STRENGTH: "thumb" };

/** What to do better, worst first. A suspension comes before all advice. */
export function ImprovementsPanel({ panel }: { panel: Improvements }) {
  const { words, format } = useTold();
  const { violation, improvements, outcome } = panel;
  return (
    <>
      {violation && (
        <div class="violation">
          <p class="head">
            <Icon name="warning" />
            <strong>{words.suspended}</strong>
          </p>
          <p>
            <strong>{violation.title ?? violation.code}</strong>
          </p>
          {violation.body && <p>{violation.body}</p>}
          <p class="sub">
            <time dateTime={violation.occurredAt}>{format.dateAndTime(violation.occurredAt)}</time>
            {violation.appealLink && <span class="chip action-name">{words.appeal}</span>}
          </p>
        </div>
      )}
      {outcome === "GOOD" && improvements.length === 0 && (
        <p class="nothing good">
          <Icon name="thumb" />
          {words.allGood}
        </p>
      )}
      {outcome === "BELOW_THRESHOLD" && <p class="nothing">{words.belowThreshold}</p>}
      <ul class="suggestions">
        {improvements.map((improvement) => (
          <Suggestion key={improvement.suggestionId} improvement={improvement} />
        ))}
      </ul>
    </>
  );
}

function Suggestion({ improvement }: { improvement: Improvement }) {
  const { words, format } = useTold();
  const { severity, dimension, metric, observed, benchmark, action } = improvement;
  const isMoney = metric.includes("GMV") || metric.includes("GPM") || metric.includes("VALUE");
  const told = (value: number) => format.ofMetric(metric, value, null);
  return (
    <li class={`suggestion ${severity.toLowerCase()}`} data-severity={severity}>
      <p class="head">
        <span class="severity">
          <Icon name={ICONS[severity] ?? "up"} />
          {words.severities[severity] ?? severity}
        </span>
        <span class="chip">{words.dimensions[dimension] ?? dimension}</span>
      </p>
      <h3>{improvement.title}</h3>
      <p>{improvement.body}</p>
      {observed !== null && benchmark !== null && !isMoney && (
        <p class="sub">
          {words.metrics[metric] ?? metric}:{" "}
          {filled(words.observed, { value: told(observed), benchmark: told(benchmark) })}
        </p>
      )}
      <p class="act" data-deep-link={action.deepLink}>
        {action.title}
        <Icon name="chevron" />
      </p>
    </li>
  );
}

/** @jsxImportSource preact */
import type { AnalyticsLink, Target } from "../data";
import { Icon } from "../icons";
import { useTold } from "../told";
import { filled } from "../words";

/** The way into detailed analytics. The APP opens the deep link; a browser has the page instead. */
export function AnalyticsLinkPanel({ panel }: { panel: AnalyticsLink }) {
  const { words, format } = useTold();
  const { sessionDetails, overall } = panel;
  return (
    <ul class="ways">
      {sessionDetails && <Way target={sessionDetails} name={words.details} />}
      {overall && <Way target={overall} name={filled(words.overall, { days: format.count(overall.windowDays ?? 0) })} />}
    </ul>
  );
}

function Way({ target, name }: { target: Target; name: string }) {
  return (
    <li>
      <a href={target.fallbackUrl} data-deep-link={target.deepLink} target="_blank" rel="noreferrer">
        <span>{name}</span>
        <Icon name="chevron" />
      </a>
    </li>
  );
}

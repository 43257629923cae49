/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";

import { serverNow, useServerNow } from "./clock";
import type {
  AnalyticsLink,
  Benchmarks,
  Failure,
  Improvements,
  Journey,
  Metrics,
  Panel,
  Recording,
  Recordings,
  Rewards,
} from "./data";
import { Icon } from "./icons";
import type { PanelType } from "./panel-types";
import { AnalyticsLinkPanel } from "./panels/analytics-link";
import { BenchmarksPanel } from "./panels/benchmarks";
import { ImprovementsPanel } from "./panels/improvements";
import { JourneyPanel } from "./panels/journey";
import { MetricsPanel } from "./panels/metrics";
import { RecordingsPanel } from "./panels/recordings";
import { RewardsPanel } from "./panels/rewards";
import type { PanelView } from "./store";
import { useTold } from "./told";
import { filled } from "./words";

interface Props {
  type: PanelType;
  view: PanelView;
  retry: () => void;
  watch: (recording: Recording) => void;
}

/** A panel in whatever state it is. */
export function PanelCard({ type, view, retry, watch }: Props) {
  const { words } = useTold();
  const { panel, failure, isLoading } = view;
  const title = words.panels[type.field] ?? type.field;
  const state = panel ? panel.status.toLowerCase() : failure && !isLoading ? "failed" : "loading";
  return (
    <section class={`panel ${state}`} data-panel={type.field} data-state={state} aria-label={title} aria-busy={isLoading}>
      <h2>
        {title}
        {panel && isLoading && <span class="spinner" aria-hidden="true" />}
      </h2>
      {panel && <Standing panel={panel} failure={failure} isStale={(view.staleLooks ?? 0) > 1} />}
      {panel && HAVE_CONTENT.has(panel.status) && contentOf(type, panel, watch)}
      {state === "failed" && failure && <Failed failure={failure} retry={retry} />}
      {state === "loading" && <Bones />}
    </section>
  );
}

// A panel that is pending or empty may still hold something: a suspension comes before its diagnosis.
const HAVE_CONTENT = new Set(["READY", "PARTIAL"]);

function contentOf(type: PanelType, panel: Panel, watch: (recording: Recording) => void): ComponentChildren {
  switch (type.type) {
    case "Metrics":
      return <MetricsPanel panel={panel as Metrics} />;
    case "Benchmarks":
      return <BenchmarksPanel panel={panel as Benchmarks} />;
    case "AnalyticsLink":
      return <AnalyticsLinkPanel panel={panel as AnalyticsLink} />;
    case "RoomImprovements":
    case "AccountImprovements":
      return <ImprovementsPanel panel={panel as Improvements} />;
    case "Rewards":
      return <RewardsPanel panel={panel as Rewards} />;
    case "Journey":
      return <JourneyPanel panel={panel as Journey} />;
    case "Recordings":
      return <RecordingsPanel panel={panel as Recordings} watch={watch} />;
    default:
      return <p class="note">{panel.status}</p>;
  }
}

/** What there is to say of a panel beside its content: how old, how complete, what comes next. */
function Standing({ panel, failure, isStale }: { panel: Panel; failure: Failure | undefined; isStale: boolean }) {
  const { words } = useTold();
  return (
    <>
      {isStale && <Stale asOf={panel.asOf} />}
      {failure && !isStale && (
        <p class="note stale">
          <Icon name="warning" />
          {words.couldNotRefresh}
        </p>
      )}
      {panel.status === "PARTIAL" && (
        <p class="note partial">
          <Icon name="clock" />
          {words.partial}
          <Countdown until={panel.nextRefreshAt} />
        </p>
      )}
      {panel.status === "PENDING" && (
        <div class="pending-body">
          <p class="note">
            <Icon name="clock" />
            {words.pending}
            <Countdown until={panel.nextRefreshAt} />
          </p>
          <Bones />
        </div>
      )}
      {panel.status === "EMPTY" && <p class="nothing">{words.empty}</p>}
      {panel.status === "NOT_SUPPORTED" && <p class="nothing">{words.notSupported}</p>}
    </>
  );
}

function Stale({ asOf }: { asOf: string }) {
  const { words, format } = useTold();
  const age = format.age(asOf, Math.max(useServerNow(), Date.parse(asOf)));
  return (
    <p class="note stale" role="status">
      <Icon name="clock" />
      {filled(words.stale, { age })}
    </p>
  );
}

function Countdown({ until }: { until: string | null }) {
  const { words, format } = useTold();
  useServerNow();
  if (until === null) return null;
  const seconds = Math.ceil((Date.parse(until) - serverNow()) / 1000);
  const told = seconds > 0 ? filled(words.pendingIn, { time: format.clock(seconds) }) : words.pendingNow;
  return <span class="countdown">{told}</span>;
}

function Failed({ failure, retry }: { failure: Failure; retry: () => void }) {
  const { words } = useTold();
  return (
    <div class="failed-body" role="alert">
      <Icon name="warning" />
      <p>
        {words.couldNotLoad} <code>{failure.code}</code>
      </p>
      <button type="button" class="action" onClick={retry}>
        {words.retry}
      </button>
    </div>
  );
}

function Bones() {
  const { words } = useTold();
  return (
    <div class="bones">
      <span class="hidden">{words.loading}</span>
      <span class="bone" />
      <span class="bone" />
      <span class="bone short" />
    </div>
  );
}

/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";

import type { Failure, Session } from "./data";
import { LiveNow } from "./live-now";
import { PanelCard } from "./panel-card";
import type { PanelType } from "./panel-types";
import { RecordingDialog } from "./recording-dialog";
import type { Link, State, Store } from "./store";
import { useTold } from "./told";
import type { Asking } from "./transport";
import type { Recording } from "./data";

const BACK_IS_SAID_FOR_MS = 6_000;

interface Props {
  state: State | undefined;
  store: Store | undefined;
  types: PanelType[];
  unticked: ReadonlySet<string>;
  asking: Asking;
  visit: (session: string) => void;
}

/** What a creator sees in the APP: the LIVE while it runs, and its end page after that. */
export function Phone({ state, store, types, unticked, asking, visit }: Props) {
  const { words } = useTold();
  const [watched, setWatched] = useState<Recording>();
  const session = state?.session;
  const failure = state?.pageFailure ?? state?.sessionFailure;
  const hasPage = session?.endPageState === "AVAILABLE";
  return (
    <div class="screen">
      <Connection link={state?.link ?? "connecting"} />
      {session && !hasPage && <LiveNow session={session} toldAt={state.toldAt} visit={visit} />}
      {session && hasPage && (
        <>
          <Ended session={session} hasTurned={state.hasTurned} visit={visit} />
          {state.isHeld && <p class="note held">{words.collecting}</p>}
          {types
            .filter(({ field }) => !unticked.has(field))
            .map((type) => (
              <PanelCard
                key={type.field}
                type={type}
                view={state.panels[type.field] ?? { isLoading: true }}
                retry={() => store?.retry(type.field)}
                watch={setWatched}
              />
            ))}
        </>
      )}
      {!session && !failure && <Opening />}
      {failure && !session && <NotOpened failure={failure} retry={() => window.location.reload()} />}
      {watched && <RecordingDialog recording={watched} asking={asking} close={() => setWatched(undefined)} />}
    </div>
  );
}

/**
 * Whether the connection is there: said when it is not, and for a moment when it has come back. That moment is
 * not cut short by a LIVE that has ended meanwhile, whose updates are over as soon as they have come.
 */
function Connection({ link }: { link: Link }) {
  const { words } = useTold();
  const [said, setSaid] = useState<"lost" | "back">();
  useEffect(() => {
    if (link === "lost" || link === "back") setSaid(link);
    else setSaid((before) => (before === "back" ? before : undefined));
  }, [link]);
  useEffect(() => {
    if (said !== "back") return;
    const quiet = setTimeout(() => setSaid(undefined), BACK_IS_SAID_FOR_MS);
    return () => clearTimeout(quiet);
  }, [said]);
  return (
    <div role="status" class={`connection ${said ?? ""}`} hidden={said === undefined}>
      {said && words[said]}
    </div>
  );
}

function Ended({ session, hasTurned, visit }: { session: Session; hasTurned: boolean; visit: (id: string) => void }) {
  const { words, format } = useTold();
  const following = session.continuedBy?.sessionId;
  return (
    <section class={hasTurned ? "ended turned" : "ended"} aria-labelledby="ended">
      <p class="over" role="status">
        {words.liveEnded}
      </p>
      <h1 id="ended" dir="auto">
        {session.title}
      </h1>
      <p class="when">
        {session.endedAt && <time dateTime={session.endedAt}>{format.dateAndTime(session.endedAt)}</time>}
        <span>{words.onAirFor.replace("{time}", format.duration(session.airSeconds))}</span>
        {session.endReason && <span>{words.endReasons[session.endReason]}</span>}
      </p>
      {following && (
        <p class="note">
          {words.continuedAs}{" "}
          <button type="button" class="text" onClick={() => visit(following)}>
            {words.openIt}
          </button>
        </p>
      )}
    </section>
  );
}

function Opening() {
  const { words } = useTold();
  return (
    <div class="opening" role="status">
      <span class="hidden">{words.loading}</span>
      <span class="bone tall" />
      <span class="bone" />
      <span class="bone short" />
    </div>
  );
}

function NotOpened({ failure, retry }: { failure: Failure; retry: () => void }) {
  const { words } = useTold();
  return (
    <div class="refused" role="alert">
      <h1>{words.couldNotOpen}</h1>
      <p>
        <code>{failure.code}</code>
      </p>
      <button type="button" class="action" onClick={retry}>
        {words.retry}
      </button>
    </div>
  );
}

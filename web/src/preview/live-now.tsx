/** @jsxImportSource preact */
import { useClock } from "./clock";
import type { Session } from "./data";
import { useTold } from "./told";

/** The LIVE as long as it has no end page: how it goes, or why there never will be one. */
export function LiveNow({ session, toldAt, visit }: { session: Session; toldAt: number; visit: (id: string) => void }) {
  const { words, format } = useTold();
  const now = useClock();
  const isOnAir = session.state === "LIVE";
  const mayEnd = session.endPageState === "NOT_ENDED";
  const seconds = session.airSeconds + (isOnAir ? Math.max(0, (now - toldAt) / 1000) : 0);
  const following = session.continuedBy?.sessionId;
  return (
    <section class={`live ${session.state.toLowerCase()}`} aria-labelledby="live">
      <p class="badge" role="status">
        <i aria-hidden="true" />
        {words.states[session.state]}
      </p>
      <h1 id="live" dir="auto">
        {session.title}
      </h1>
      {mayEnd && session.startedAt && (
        <p class="air" role="timer" aria-live="off" dir="ltr">
          {format.clock(seconds)}
        </p>
      )}
      <p class="say">{mayEnd ? words.pageOpens : `${words.noPage}. ${words.pageStates[session.endPageState] ?? ""}`}</p>
      {following && (
        <button type="button" class="action" onClick={() => visit(following)}>
          {words.openIt}
        </button>
      )}
      {mayEnd && (
        <div class="to-come" aria-hidden="true">
          <span class="bone tall" />
          <span class="bone" />
          <span class="bone short" />
        </div>
      )}
    </section>
  );
}

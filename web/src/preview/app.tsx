/** @jsxImportSource preact */
import { useEffect, useMemo, useState } from "preact/hooks";

import { type Cast, Controls } from "./controls";
import { Developer } from "./developer/developer";
import { Creators } from "./developer/creators";
import { KNOWN_PANELS } from "./known-panels";
import { Languages } from "./languages";
import { whenIdle } from "./next-paint";
import { type PanelType, panelTypes } from "./panel-types";
import { Phone } from "./phone";
import { Store } from "./store";
import { toldIn, ToldContext } from "./told";
import { TokenForm } from "./token-form";
import { Refused } from "./transport";
import { useStore } from "./use-store";
import { goTo, readVisit, remember, sessionInAddress } from "./visit";
import { directionOf } from "./words";

const KNOW_AGAIN_MS = 2_000;

export function App() {
  const [visit, setVisit] = useState(readVisit);
  const [session, setSession] = useState(sessionInAddress);
  const [types, setTypes] = useState<PanelType[]>(KNOWN_PANELS);
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [cast, setCast] = useState<Cast>();
  const [hasFailed, setHasFailed] = useState(false);
  const controls = useMemo(() => (visit.controls === "" ? undefined : new Controls(visit.controls, visit.key)), [visit]);

  useEffect(() => {
    remember(visit);
    document.documentElement.lang = visit.language;
    document.documentElement.dir = directionOf(visit.language);
  }, [visit]);
  useEffect(() => {
    if (visit.token === "" || types !== KNOWN_PANELS) return;
    setHasFailed(false);
    let again: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const know = async (): Promise<void> => {
      try {
        const known = await panelTypes(visit);
        if (!isOver) setTypes(known);
      } catch (error) {
        // A network that has gone says nothing of the token.
        const isPassing = error instanceof Refused && error.failure.isRetryable;
        if (isOver) return;
        if (isPassing) again = setTimeout(() => void know(), KNOW_AGAIN_MS);
        else setHasFailed(true);
      }
    };
    whenIdle(() => void know());
    return () => {
      isOver = true;
      clearTimeout(again);
    };
  }, [visit]);
  useEffect(() => {
    controls?.cast().then(setCast, () => setCast(undefined));
  }, [controls]);
  useEffect(() => {
    const hasMoved = () => visitSession(sessionInAddress());
    window.addEventListener("popstate", hasMoved);
    return () => window.removeEventListener("popstate", hasMoved);
  }, [cast]);

  function visitSession(id: string, creator = creatorOf(id, cast)): void {
    goTo(id);
    setSession(id);
    const token = cast?.tokens[creator ?? ""];
    if (token !== undefined) setVisit((before) => ({ ...before, token }));
  }

  const store = useMemo(
    () => (visit.token === "" ? undefined : new Store(session, visit, chosen(types, unticked))),
    [session, visit.token, visit.language],
  );
  useEffect(() => store?.select(chosen(types, unticked)), [store, types, unticked]);
  const state = useStore(store);
  const told = useMemo(
    () => toldIn(visit.language, state?.session?.timeZone),
    [visit.language, state?.session?.timeZone],
  );

  function tick(field: string, isTicked: boolean): void {
    const next = new Set(unticked);
    if (isTicked) next.delete(field);
    else next.add(field);
    setUnticked(next);
  }

  const languages = <Languages language={visit.language} choose={(language) => setVisit({ ...visit, language })} />;
  return (
    <ToldContext.Provider value={told}>
      <a class="skip" href="#page">
        {told.words.skip}
      </a>
      <header class="bar">
        <span class="logo">
          <span class="bars" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span>{told.words.endPage}</span>
        </span>
        {languages}
      </header>
      {cast && <Creators cast={cast} session={session} visit={visitSession} />}
      <div class="stage">
        <main class="phone" id="page" tabIndex={-1}>
          {visit.token === "" || hasFailed ? (
            <TokenForm hasFailed={hasFailed} take={(token) => setVisit({ ...visit, token })} />
          ) : (
            <Phone state={state} store={store} types={types} unticked={unticked} asking={visit} visit={visitSession} />
          )}
        </main>
        {store && state && (
          <Developer
            controls={controls}
            cast={cast}
            creator={creatorOf(session, cast, visit.token)}
            session={session}
            state={state}
            types={types}
            unticked={unticked}
            tick={tick}
            reload={() => store.reload()}
            visit={visitSession}
          />
        )}
      </div>
    </ToldContext.Provider>
  );
}

function chosen(types: PanelType[], unticked: ReadonlySet<string>): PanelType[] {
  return types.filter(({ field }) => !unticked.has(field));
}

/** Whose LIVE it is. One that was just begun is in no cast: it is the LIVE of who asks. */
function creatorOf(session: string, cast: Cast | undefined, token = ""): string | undefined {
  const known = Object.values(cast?.sessions ?? {}).find(({ id }) => id === session)?.creator;
  return known ?? subjectOf(token);
}

function subjectOf(token: string): string | undefined {
  try {
    const claims = JSON.parse(atob((token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"))) as { sub?: string };
    return claims.sub;
  } catch {
    return undefined;
  }
}

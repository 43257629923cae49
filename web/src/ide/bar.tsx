import { type ReactNode, useEffect, useId, useState } from "react";

import { Controls, type Cast } from "../preview/controls";
import { CASES, CREATORS } from "../preview/kinds";
import type { Start } from "../start";
import { useHeld } from "./held";
import { pick } from "./pick";
import { PARTS, type Switches, switches, turn } from "./switches";

// A creator who is suspended is one of a stage as much as one who is new.
const STAGES = { ...CREATORS, suspended: CASES["suspended"] ?? "Suspended" };
const { suspended: _, ...LIVES } = CASES;

/** Above the editors: who asks, and by which of the gateway's ways. */
export function Bar({ start }: { start: Start }) {
  const { subscriptions, parts, anew } = useHeld(switches);
  return (
    <header className="bar">
      <Who start={start} />
      <Choice
        name="Subscriptions"
        value={subscriptions}
        options={{ websocket: "WebSocket", sse: "Server-sent events" }}
        choose={(value) => turn({ subscriptions: value as Switches["subscriptions"] })}
      />
      <Choice
        name="@defer"
        value={parts}
        options={Object.fromEntries(Object.keys(PARTS).map((key) => [key, key]))}
        choose={(value) => turn({ parts: value as Switches["parts"] })}
      />
      <label className="tick" title="Nothing that was read before will do, so that every call is made">
        <input type="checkbox" checked={anew} onChange={({ target }) => turn({ anew: target.checked })} />
        Ask anew
      </label>
    </header>
  );
}

/** Whom to ask as, where the page was told whom there is. */
function Who({ start }: { start: Start }) {
  const [cast, setCast] = useState<Cast>();
  useEffect(() => {
    if (start.controls === "") return;
    // Without the company's answer the tabs have a token all the same, and the picker is not there.
    new Controls(start.controls, start.key).cast().then(setCast, () => {});
  }, [start]);
  if (cast === undefined) return null;
  const now = Object.entries(cast.sessions).find(([, { id }]) => id === start.session)?.[0] ?? "";
  return (
    <Choice
      name="As"
      value={now}
      choose={(kind) => {
        const session = cast.sessions[kind];
        const token = session && cast.tokens[session.creator];
        if (session && token) pick(token, session.id);
      }}
    >
      {now === "" && <option value="">the headers' own</option>}
      <Kinds name="Creators" kinds={STAGES} cast={cast} />
      <Kinds name="LIVEs" kinds={LIVES} cast={cast} />
    </Choice>
  );
}

function Kinds({ name, kinds, cast }: { name: string; kinds: Record<string, string>; cast: Cast }) {
  const known = Object.entries(kinds).filter(([kind]) => kind in cast.sessions);
  return (
    <optgroup label={name}>
      {known.map(([kind, label]) => (
        <option key={kind} value={kind}>
          {label}
        </option>
      ))}
    </optgroup>
  );
}

interface ChoiceProps {
  name: string;
  value: string;
  options?: Record<string, string>;
  choose: (value: string) => void;
  children?: ReactNode;
}

function Choice({ name, value, options = {}, choose, children }: ChoiceProps) {
  const id = useId();
  return (
    <span className="choice">
      <label htmlFor={id}>{name}</label>
      <select id={id} value={value} onChange={({ target }) => choose(target.value)}>
        {children}
        {Object.entries(options).map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </span>
  );
}

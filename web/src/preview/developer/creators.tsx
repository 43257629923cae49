/** @jsxImportSource preact */
import type { Cast } from "../controls";
import { CASES, CREATORS } from "../kinds";

interface Props {
  cast: Cast;
  session: string;
  visit: (session: string, creator: string) => void;
}

/** Creators of every stage, and LIVEs that are unlike the others. */
export function Creators(props: Props) {
  return (
    <nav class="creators" aria-label="Creators and LIVEs" lang="en" dir="ltr">
      <Row name="Creators" kinds={CREATORS} {...props} />
      <Row name="LIVEs" kinds={CASES} {...props} />
    </nav>
  );
}

function Row({ name, kinds, cast, session, visit }: Props & { name: string; kinds: Record<string, string> }) {
  return (
    <div class="row">
      <span class="name">{name}</span>
      <ul>
        {Object.entries(kinds).map(([kind, label]) => {
          const known = cast.sessions[kind];
          return (
            known && (
              <li key={kind}>
                <button
                  type="button"
                  data-kind={kind}
                  {...(known.id === session && { "aria-current": "page" as const })}
                  onClick={() => visit(known.id, known.creator)}
                >
                  {label}
                </button>
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

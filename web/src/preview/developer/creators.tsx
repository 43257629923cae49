/** @jsxImportSource preact */
import type { Cast } from "../controls";

interface Props {
  cast: Cast;
  session: string;
  visit: (session: string, creator: string) => void;
}

const CREATORS = { new_creator: "New", growing_creator: "Growing", seasoned_creator: "Seasoned", top_creator: "Top" };
const CASES = {
  ended: "Just ended",
  live: "LIVE now",
  paused: "Paused",
  zero_views: "Zero views",
  two_currencies: "Two currencies",
  jpy: "JPY",
  vnd: "VND",
  suspended: "Suspended",
  continued: "Continued",
  cohort_too_small: "Cohort too small",
  restated: "Restated",
  settling: "Settling",
  final: "Final",
  affiliate: "Affiliate",
  not_shoppable: "Not shoppable",
  disconnected: "Connection lost",
  replay_processing: "Replay in the making",
  replay_partial: "Replay in part",
  replay_deleted: "Replay deleted",
  good_performance: "Nothing to suggest",
  marathon: "Marathon",
  beyond_32_bits: "Beyond 32 bits",
  midnight_crossing: "Over midnight",
  practice: "Practice",
  false_start: "False start",
};

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

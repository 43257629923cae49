/** @jsxImportSource preact */
import type { Cast, Controls } from "../controls";
import type { PanelType } from "../panel-types";
import type { State } from "../store";
import { Buttons } from "./buttons";
import { Calls } from "./calls";
import { Query } from "./query";

interface Props {
  controls: Controls | undefined;
  cast: Cast | undefined;
  creator: string | undefined;
  session: string;
  state: State;
  types: PanelType[];
  unticked: ReadonlySet<string>;
  tick: (field: string, isTicked: boolean) => void;
  reload: () => void;
  visit: (session: string) => void;
}

/** What a developer wants to know beside the page: what it asks for, what that costs, and what if. */
export function Developer({ controls, cast, creator, session, state, types, unticked, tick, reload, visit }: Props) {
  const { session: live, link } = state;
  return (
    <aside class="developer" aria-label="For developers" lang="en" dir="ltr">
      <section class="tool facts">
        <h2>LIVE {session}</h2>
        <dl>
          <div>
            <dt>state</dt>
            <dd data-fact="state">{live?.state ?? "—"}</dd>
          </div>
          <div>
            <dt>revision</dt>
            <dd>{live?.revision ?? "—"}</dd>
          </div>
          <div>
            <dt>end page</dt>
            <dd>{live?.endPageState ?? "—"}</dd>
          </div>
          <div>
            <dt>subscription</dt>
            <dd data-fact="link">{link}</dd>
          </div>
        </dl>
      </section>
      {controls && cast && (
        <Buttons controls={controls} cast={cast} creator={creator} session={session} live={live} reload={reload} visit={visit} />
      )}
      <section class="tool panels">
        <h2>Panels</h2>
        <ul>
          {types.map(({ field, description }) => (
            <li key={field}>
              <label title={description}>
                <input
                  type="checkbox"
                  checked={!unticked.has(field)}
                  onChange={(event) => tick(field, event.currentTarget.checked)}
                />
                {field}
              </label>
            </li>
          ))}
        </ul>
      </section>
      <Calls asked={state.asked} reload={reload} />
      <Query document={state.document} />
    </aside>
  );
}

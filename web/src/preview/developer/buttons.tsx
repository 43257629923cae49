/** @jsxImportSource preact */
import { useState } from "preact/hooks";

import type { Cast, Controls } from "../controls";
import type { Session } from "../data";

interface Props {
  controls: Controls;
  cast: Cast;
  creator: string | undefined;
  session: string;
  live: Session | undefined;
  reload: () => void;
  visit: (session: string) => void;
}

const ON_AIR = ["LIVE", "PAUSED", "ENDING"];
// In which state of a LIVE a command makes sense.
const MEANT_IN: Record<string, string[]> = {
  end: ON_AIR,
  pause: ["LIVE"],
  resume: ["PAUSED"],
  suspend: ON_AIR,
  continue: [...ON_AIR, "ENDED"],
};

/** What if: a service is slow or broken, and the LIVE ends, or pauses, or goes on elsewhere. */
export function Buttons({ controls, cast, creator, session, live, reload, visit }: Props) {
  const [faults, setFaults] = useState(cast.faults);
  const [problem, setProblem] = useState<string>();

  async function press(button: () => Promise<void>): Promise<void> {
    setProblem(undefined);
    try {
      await button();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <section class="tool buttons">
      <h2>What if</h2>
      {Object.entries(faults).map(([service, fault]) => (
        <div class="fault" role="group" aria-label={service} key={service}>
          <span class="upstream">{service}</span>
          {cast.words.map((word) => (
            <button
              type="button"
              key={word}
              aria-pressed={word === fault}
              data-fault={`${service}/${word}`}
              onClick={() =>
                void press(async () => {
                  setFaults(await controls.setFault(service, word));
                  reload();
                })
              }
            >
              {word}
            </button>
          ))}
        </div>
      ))}
      <div class="fault" role="group" aria-label="LIVE">
        <span class="upstream">LIVE</span>
        <button
          type="button"
          data-command="start"
          disabled={creator === undefined}
          onClick={() => void press(async () => visit(await controls.start(creator ?? "")))}
        >
          start
        </button>
        {cast.commands.map((command) => (
          <button
            type="button"
            key={command}
            data-command={command}
            disabled={live === undefined || !(MEANT_IN[command] ?? []).includes(live.state) || (command === "continue" && live.continuedBy !== null)}
            onClick={() => void press(async () => void (await controls.move(session, command)))}
          >
            {command}
          </button>
        ))}
      </div>
      <p role="status" class="problem">
        {problem}
      </p>
    </section>
  );
}

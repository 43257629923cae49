/** @jsxImportSource preact */
import type { Asked } from "../store";

/** The calls that the gateway made for the last page, and for what was looked at again since. */
export function Calls({ asked, reload }: { asked: Asked[]; reload: () => void }) {
  const page = asked.find(({ label }) => label === "page");
  const since = asked.slice(0, page === undefined ? asked.length : asked.indexOf(page));
  const slowest = Math.max(...(page?.calls ?? []).map(({ ms }) => ms), 1);
  return (
    <section class="tool calls" aria-label="Upstream calls">
      <h2>
        Upstream calls
        {page && <span class="quiet">page in {page.ms.toFixed(0)} ms</span>}
        <button type="button" class="small" onClick={reload}>
          Ask anew
        </button>
      </h2>
      {page && page.calls.length === 0 && <p class="quiet">None: all of it had just been read, and was kept.</p>}
      <ol data-calls="page">
        {page?.calls.map(({ upstream, keys, ms, outcome }, at) => (
          <li key={at} data-upstream={upstream} data-outcome={outcome}>
            <span class="upstream">{upstream}</span>
            <span class="keys">{keys === 1 ? "1 key" : `${keys} keys`}</span>
            <span class="track" aria-hidden="true">
              <i style={{ inlineSize: `${Math.max((ms / slowest) * 100, 1)}%` }} />
            </span>
            <span class="ms">{ms.toFixed(1)} ms</span>
            <span class={outcome === "OK" ? "outcome" : "outcome bad"}>{outcome}</span>
          </li>
        ))}
      </ol>
      {since.length > 0 && (
        <ul class="since">
          {since.map(({ label, calls, ms }, at) => (
            <li key={at}>
              {label}: {calls.length === 1 ? "1 call" : `${calls.length} calls`} in {ms.toFixed(0)} ms
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

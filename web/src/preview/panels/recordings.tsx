/** @jsxImportSource preact */
import type { Recording, Recordings } from "../data";
import { Icon } from "../icons";
import { useTold } from "../told";
import { filled } from "../words";

const PLAYABLE = new Set(["READY", "PARTIAL"]);

/** The replay and the highlights, each with its picture, or why it cannot be watched. */
export function RecordingsPanel({ panel, watch }: { panel: Recordings; watch: (recording: Recording) => void }) {
  const { words } = useTold();
  const { replay, highlights } = panel;
  return (
    <>
      {replay && (
        <ul class="replay">
          <Film recording={replay} name={words.replay} watch={watch} />
        </ul>
      )}
      {highlights.length > 0 && <h3>{words.highlights}</h3>}
      {highlights.length > 0 && (
        // It can be scrolled by the keys, too.
        <ul class="highlights" tabIndex={0} aria-label={words.highlights}>
          {highlights.map((recording) => (
            <Film key={recording.id} recording={recording} name={recording.title} watch={watch} />
          ))}
        </ul>
      )}
    </>
  );
}

function Film({ recording, name, watch }: { recording: Recording; name: string; watch: (recording: Recording) => void }) {
  const { words, format } = useTold();
  const { state, poster, durationSeconds } = recording;
  const picture = poster ? (
    <img src={poster.url} width={poster.width} height={poster.height} alt="" loading="lazy" />
  ) : (
    <span class="no-picture" aria-hidden="true" />
  );
  const said = state === "READY" ? null : (words.recordingStates[state] ?? state);
  return (
    <li data-recording={recording.kind} data-state={state}>
      {PLAYABLE.has(state) ? (
        <button type="button" class="film" onClick={() => watch(recording)} aria-label={`${filled(words.watch, { title: name })}, ${format.duration(durationSeconds)}`}>
          {picture}
          <span class="play" aria-hidden="true">
            <Icon name="play" />
          </span>
          <span class="length">{format.duration(durationSeconds)}</span>
        </button>
      ) : (
        <span class="film closed">
          {picture}
          <span class="why">{said}</span>
        </span>
      )}
      <span class="what">
        <strong dir="auto">{name}</strong>
        {said && PLAYABLE.has(state) && <span class="sub">{said}</span>}
        {recording.productClicks > 0 && (
          <span class="sub">{filled(words.clicks, { count: format.count(recording.productClicks) })}</span>
        )}
        {recording.kind === "REPLAY" && recording.expiresAt && PLAYABLE.has(state) && (
          <span class="sub">{filled(words.keptUntil, { date: format.date(recording.expiresAt) })}</span>
        )}
      </span>
    </li>
  );
}

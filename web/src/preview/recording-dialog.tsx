/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";

import type { Recording } from "./data";
import { LINKS_DOCUMENT } from "./document";
import { Icon } from "./icons";
import { ShareBox } from "./share-box";
import { useTold } from "./told";
import { ask, type Asking } from "./transport";
import { filled } from "./words";

interface Playback {
  segmentIndex: number | null;
  durationSeconds: number;
  url: string;
}

interface Download {
  segmentIndex: number | null;
  fileName: string;
  sizeBytes: number;
  url: string;
}

interface Links {
  playback: Playback[];
  downloads: Download[];
}

/** A recording to watch, keep and share. Its links are made when it is opened, not before. */
export function RecordingDialog({ recording, asking, close }: { recording: Recording; asking: Asking; close: () => void }) {
  const { words, format } = useTold();
  const dialog = useRef<HTMLDialogElement>(null);
  const [links, setLinks] = useState<Links | null>();
  const [part, setPart] = useState(0);

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let isWanted = true;
    ask<{ createRecordingLinks: { links: Links | null } | null }>(asking, LINKS_DOCUMENT, { id: recording.id }).then(
      ({ data }) => isWanted && setLinks(data.createRecordingLinks?.links ?? null),
      () => isWanted && setLinks(null),
    );
    return () => {
      isWanted = false;
    };
  }, [recording.id]);

  const playing = links?.playback[part];
  const download = links?.downloads[part];
  return (
    <dialog class="player" ref={dialog} onClose={close} aria-labelledby="watching">
      <header>
        <h2 id="watching" dir="auto">
          {recording.title}
        </h2>
        <button type="button" class="round" aria-label={words.close} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      {links === null && (
        <p class="note stale" role="alert">
          {words.linksFailed}
        </p>
      )}
      {playing ? (
        <video
          key={playing.url}
          controls
          playsInline
          preload="metadata"
          src={playing.url}
          {...(recording.poster && { poster: recording.poster.url })}
          onEnded={() => setPart((now) => Math.min(now + 1, (links?.playback.length ?? 1) - 1))}
        />
      ) : (
        links !== null && <span class="bone film" />
      )}
      {links && links.playback.length > 1 && (
        <div class="parts" role="group" aria-label={words.parts}>
          {links.playback.map((_, at) => (
            <button type="button" key={at} aria-pressed={at === part} onClick={() => setPart(at)}>
              {filled(words.part, { number: format.count(at + 1) })}
            </button>
          ))}
        </div>
      )}
      {download && (
        <a class="action" href={download.url} download={download.fileName}>
          <Icon name="download" />
          {words.download} <span class="size">{sizeOf(download.sizeBytes, format.language)}</span>
        </a>
      )}
      {links && <ShareBox recordingId={recording.id} asking={asking} />}
    </dialog>
  );
}

function sizeOf(bytes: number, language: string): string {
  const options: Intl.NumberFormatOptions = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, options).format(bytes / 1_000_000);
}

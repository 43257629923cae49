/** Recordings: the replay and at most twenty highlights. */

import { globalId, instant } from "./words.js";

/** The recordings of a LIVE. */
export async function loadRecordings(live, loaders) {
  const found = await loaders.recordings.load(live.sessionId);
  const highlights = found.filter((one) => one.kind === "HIGHLIGHT").sort(mostClicked);
  const replay = newestReplay(found);
  const waits = found.map((one) => one.next_check_at).filter((at) => at !== null);
  const soon = waits.length > 0 ? new Date(Math.min(...waits)) : null;
  const status = statusOf(replay, highlights.length > 0);
  return {
    ...live.facts("Recordings", status, live.now, instant(soon)),
    replay: replay && recordingOf(replay),
    highlights: highlights.slice(0, 20).map(recordingOf),
  };
}

function mostClicked(a, b) {
  return (
    b.product_clicks - a.product_clicks ||
    a.starts_at_seconds - b.starts_at_seconds ||
    (a._id < b._id ? -1 : 1)
  );
}

function newestReplay(found) {
  let newest = null;
  for (const one of found) {
    if (one.kind !== "REPLAY") continue;
    if (newest === null || one.revision > newest.revision) newest = one;
  }
  return newest;
}

function statusOf(replay, hasHighlights) {
  if (replay === null) return hasHighlights ? "READY" : "EMPTY";
  if (replay.state === "PROCESSING") return hasHighlights ? "PARTIAL" : "PENDING";
  return replay.state === "PARTIAL" ? "PARTIAL" : "READY";
}

function recordingOf(told) {
  const { kind, state, reason, title, poster } = told;
  return {
    id: globalId("Recording", `${told.live_id}/${told._id}`),
    kind,
    state,
    reason,
    title,
    startsAtSeconds: told.starts_at_seconds,
    durationSeconds: told.duration_seconds,
    sizeBytes: told.size_bytes,
    poster: poster && { cacheKey: poster.key, width: poster.width, height: poster.height },
    expiresAt: instant(told.expires_at),
  };
}

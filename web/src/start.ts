/**
 * What the link that `endpage dev` prints says in its fragment. A fragment never leaves the browser: the
 * token is in no log and in no Referer, and it is taken out of the address bar as soon as it is read.
 */
export interface Start {
  /** The development token of a creator. */
  token: string;
  /** A session of theirs that has ended. */
  session: string;
  /** A session that is LIVE and about to end; the ended one when none is told. */
  live: string;
  /** The token of the creator who is LIVE, where it is somebody else. */
  liveToken: string;
}

const KEY = "endpage:start";
const UNKNOWN: Start = { token: "", session: "", live: "", liveToken: "" };

/** The start in the address bar, or the one this tab was opened with; `isNew` tells which. */
export function readStart(): { start: Start; isNew: boolean } {
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  const token = fragment.get("token");
  if (token === null) return { start: rememberedStart(), isNew: false };

  const session = fragment.get("session") ?? "";
  const start: Start = {
    token,
    session,
    live: fragment.get("live") ?? session,
    liveToken: fragment.get("liveToken") ?? token,
  };
  window.sessionStorage.setItem(KEY, JSON.stringify(start));
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return { start, isNew: true };
}

function rememberedStart(): Start {
  const stored = window.sessionStorage.getItem(KEY);
  return stored === null ? UNKNOWN : { ...UNKNOWN, ...(JSON.parse(stored) as Partial<Start>) };
}

import { readJson, writeJson } from "./session";

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
  /** Where the company's control room is, which knows who there is, and the key to it; "" when there is none. */
  controls: string;
  key: string;
}

const KEY = "endpage:start";
const UNKNOWN: Start = { token: "", session: "", live: "", liveToken: "", controls: "", key: "" };

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
    controls: fragment.get("controls") ?? "",
    key: fragment.get("key") ?? "",
  };
  rememberStart(start);
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return { start, isNew: true };
}

export function rememberStart(start: Start): void {
  writeJson(KEY, start);
}

function rememberedStart(): Start {
  return { ...UNKNOWN, ...readJson<Partial<Start>>(KEY) };
}

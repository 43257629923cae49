import { browserLanguage, isSpoken } from "./words/languages";

/**
 * What the link that `endpage dev` prints says in its fragment, which never leaves the browser. It is taken out
 * of the address bar as soon as it is read, and remembered for as long as the browser's tab is open.
 */
export interface Visit {
  token: string;
  /** Where the buttons of the company are, and the key to them; "" when there are none. */
  controls: string;
  key: string;
  language: string;
}

const KEY = "endpage:preview";

export function readVisit(): Visit {
  const visit: Visit = { token: "", controls: "", key: "", language: browserLanguage(), ...remembered() };
  const fragment = new URLSearchParams(window.location.hash.slice(1));
  for (const name of ["token", "controls", "key", "language"] as const) visit[name] = fragment.get(name) ?? visit[name];
  if (!isSpoken(visit.language)) visit.language = "en";
  if (window.location.hash !== "") window.history.replaceState(null, "", window.location.pathname);
  remember(visit);
  return visit;
}

export function remember(visit: Visit): void {
  window.sessionStorage.setItem(KEY, JSON.stringify(visit));
}

/** The LIVE that the address names. */
export function sessionInAddress(): string {
  return decodeURIComponent(window.location.pathname.split("/")[2] ?? "");
}

export function goTo(session: string): void {
  if (session !== sessionInAddress()) window.history.pushState(null, "", `/preview/${encodeURIComponent(session)}`);
}

function remembered(): Partial<Visit> {
  const stored = window.sessionStorage.getItem(KEY);
  return stored === null ? {} : (JSON.parse(stored) as Partial<Visit>);
}

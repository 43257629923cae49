import type { Start } from "./start";

const QUERY = `query GraphiQLStart($sessionId: ID!) {
  endPage(sessionId: $sessionId) { roomImprovements { id } recordings { replay { id } } }
  viewer { shares(first: 1) { nodes { id } } }
}`;

const NEWEST = `query GraphiQLNewest {
  viewer { liveSessions(first: 1, states: [ENDED]) { nodes { sessionId } } }
}`;

/** The start with the newest LIVE of who asks, where the link has told none: who signs in has no link. */
export async function withSession(start: Start): Promise<Start> {
  if (start.token === "" || start.session !== "") return start;
  const newest = (await asked(start.token, NEWEST, {}))?.viewer?.liveSessions?.nodes?.[0]?.sessionId ?? "";
  return { ...start, session: newest, live: start.live || newest, liveToken: start.liveToken || start.token };
}

/** Ids of things that exist, for the tabs that need one. Ids are opaque: only the gateway knows them. */
export interface Examples {
  panel: string;
  recording: string;
  /** The newest share, if there is one yet. */
  share: string;
}

/** The examples of this start; empty where there is none. */
export async function examplesOf(start: Start): Promise<Examples> {
  const none = { panel: "", recording: "", share: "" };
  if (start.token === "" || start.session === "") return none;
  const data = await asked(start.token, QUERY, { sessionId: start.session });
  return {
    panel: data?.endPage?.roomImprovements?.id ?? "",
    recording: data?.endPage?.recordings?.replay?.id ?? "",
    share: data?.viewer?.shares?.nodes?.[0]?.id ?? "",
  };
}

/** What is known of it; undefined when nothing is. A missing example is no reason to keep the page from starting. */
async function asked(token: string, query: string, variables: object) {
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(2000),
    });
    return (await response.json())?.data;
  } catch {
    return undefined;
  }
}

import type { Start } from "./start";

const QUERY = `query GraphiQLStart($sessionId: ID!) {
  endPage(sessionId: $sessionId) { roomImprovements { id } recordings { replay { id } } }
  viewer { shares(first: 1) { nodes { id } } }
}`;

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
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${start.token}` },
      body: JSON.stringify({ query: QUERY, variables: { sessionId: start.session } }),
      signal: AbortSignal.timeout(2000),
    });
    const data = (await response.json())?.data;
    return {
      panel: data?.endPage?.roomImprovements?.id ?? "",
      recording: data?.endPage?.recordings?.replay?.id ?? "",
      share: data?.viewer?.shares?.nodes?.[0]?.id ?? "",
    };
  } catch {
    return none; // A missing example is no reason to keep the page from starting.
  }
}

import type { Start } from "./start";

const QUERY = "query GraphiQLStart($sessionId: ID!) { endPage(sessionId: $sessionId) { roomImprovements { id } } }";

/** The id of a panel that exists, for the tab that refreshes one. Ids are opaque: only the gateway knows it. */
export async function panelIdOf(start: Start): Promise<string> {
  if (start.token === "" || start.session === "") return "";
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${start.token}` },
      body: JSON.stringify({ query: QUERY, variables: { sessionId: start.session } }),
      signal: AbortSignal.timeout(2000),
    });
    const answer = await response.json();
    return answer?.data?.endPage?.roomImprovements?.id ?? "";
  } catch {
    return ""; // A missing example is no reason to keep the page from starting.
  }
}

export const ENDPOINT = "/graphql";
const ACCEPT = "multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json, application/json;q=0.9";

/** Who asks, and in which language. */
export interface Asking {
  token: string;
  language: string;
}

export interface AskOptions {
  /** Nothing that was read before will do: for developers, who want to see the calls. */
  isAnew?: boolean;
  signal?: AbortSignal;
}

interface Early {
  key: string;
  response: Promise<Response>;
  stopping: AbortController;
}

let early: Early | undefined;

/** Ask before anybody is there to read the answer: who asks the same next gets it. */
export function askEarly(asking: Asking, query: string, variables: Record<string, unknown>): void {
  const stopping = new AbortController();
  const response = post(asking, query, variables, { signal: stopping.signal });
  // Whoever takes it is told; if nobody does, nobody need know.
  response.catch(() => {});
  early = { key: keyOf(asking, bodyOf(query, variables)), response, stopping };
}

/** The response, whose body may still be coming. */
export function asked(
  asking: Asking,
  query: string,
  variables: Record<string, unknown>,
  options: AskOptions,
): Promise<Response> {
  const begun = early;
  early = undefined;
  if (begun === undefined) return post(asking, query, variables, options);
  if (options.isAnew || begun.key !== keyOf(asking, bodyOf(query, variables))) {
    // What is asked first may be the schema; the page is asked for a moment later.
    early = begun;
    return post(asking, query, variables, options);
  }
  options.signal?.addEventListener("abort", () => begun.stopping.abort());
  return begun.response;
}

function post(
  asking: Asking,
  query: string,
  variables: Record<string, unknown>,
  { isAnew = false, signal }: AskOptions,
): Promise<Response> {
  return fetch(ENDPOINT, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: ACCEPT,
      Authorization: `Bearer ${asking.token}`,
      "Accept-Language": asking.language,
    },
    body: bodyOf(query, variables, isAnew),
    ...(signal && { signal }),
  });
}

function bodyOf(query: string, variables: Record<string, unknown>, isAnew = false): string {
  return JSON.stringify({ query, variables, ...(isAnew && { extensions: { anew: true } }) });
}

function keyOf({ token, language }: Asking, body: string): string {
  return [token, language, body].join("\n");
}

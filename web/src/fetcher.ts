import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import type { ExecutionResult } from "graphql";
import { type Client, createClient } from "graphql-ws";
import { meros, type Part } from "meros/browser";

import { operationOf } from "./operation";
import type { Start } from "./start";

const ENDPOINT = "/graphql";
// What is deferred is shown as it comes; everything else is one answer.
const ACCEPT = "multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json, application/json;q=0.9";
// Refusals that asking again cannot change; graphql-ws retries all others by itself.
const FINAL = [4400, 4401, 4403, 4406, 4429];

/** Queries by fetch, in parts where they defer some; subscriptions over one WebSocket a token. */
export function createFetcher(start: Start): Fetcher {
  const clients = new Map<string, Client>();

  return (asked, options) => {
    const operation = operationOf(asked);
    const parameters = operation?.name ? { ...asked, operationName: operation.name.value } : asked;
    const headers = new Headers((options?.headers ?? {}) as Record<string, string>);
    // GraphiQL asks for the schema before its headers editor is there.
    if (parameters.operationName === "IntrospectionQuery" && start.token !== "" && !isBearer(headers)) {
      headers.set("Authorization", `Bearer ${start.token}`);
    }
    if (operation?.operation === "subscription") {
      return subscribe(clientFor(clients, headers.get("Authorization") ?? ""), parameters);
    }
    return post(parameters, headers);
  };
}

async function post(parameters: FetcherParams, headers: Headers) {
  headers.set("Content-Type", "application/json");
  headers.set("Accept", ACCEPT);
  const stopping = new AbortController();
  const request = { method: "POST", headers, body: JSON.stringify(parameters), signal: stopping.signal };
  const answer = await meros<ExecutionResult>(await fetch(ENDPOINT, request), { multiple: false });
  return answer instanceof Response ? whole(answer) : payloads(answer, stopping);
}

async function whole(response: Response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The gateway answered ${response.status} with something that is not JSON: ${text.slice(0, 200)}`);
  }
}

/** The payloads of an answer in parts. Who stops listening ends the request. */
async function* payloads(parts: AsyncGenerator<Part<ExecutionResult, string>>, stopping: AbortController) {
  try {
    for await (const part of parts) {
      if (!part.json) throw new Error("The gateway answered with a part that is not JSON.");
      yield part.body;
    }
  } finally {
    stopping.abort();
  }
}

function subscribe(client: Client, parameters: FetcherParams) {
  return client.iterate({
    query: parameters.query,
    operationName: parameters.operationName ?? null,
    variables: (parameters.variables ?? {}) as Record<string, unknown>,
  }) as ReturnType<Fetcher>;
}

function clientFor(clients: Map<string, Client>, authorization: string): Client {
  let client = clients.get(authorization);
  if (client === undefined) {
    client = createClient({
      url: new URL(ENDPOINT, window.location.href.replace(/^http/, "ws")).href,
      connectionParams: { authorization },
      shouldRetry: (event) => !(event instanceof CloseEvent && FINAL.includes(event.code)),
    });
    clients.set(authorization, client);
  }
  return client;
}

function isBearer(headers: Headers): boolean {
  return /^Bearer \S/.test(headers.get("Authorization") ?? "");
}

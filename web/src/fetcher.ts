import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import { type Client, createClient } from "graphql-ws";

import { operationOf } from "./operation";
import type { Start } from "./start";

const ENDPOINT = "/graphql";
// Refusals that asking again cannot change; graphql-ws retries all others by itself.
const FINAL = [4400, 4401, 4403, 4406, 4429];

/** Queries by fetch, subscriptions over one WebSocket a token. */
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
  headers.set("Accept", "application/graphql-response+json, application/json;q=0.9");
  const response = await fetch(ENDPOINT, { method: "POST", headers, body: JSON.stringify(parameters) });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The gateway answered ${response.status} with something that is not JSON: ${text.slice(0, 200)}`);
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

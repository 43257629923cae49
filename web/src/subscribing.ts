import type { FetcherParams } from "@graphiql/toolkit";
import type { ExecutionResult } from "graphql";
import { type Client as SseClient, createClient as createSseClient } from "graphql-sse";
import { type Client as SocketClient, createClient as createSocketClient } from "graphql-ws";

import type { Switches } from "./ide/switches";

// Refusals that asking again cannot change; graphql-ws retries all others by itself.
const FINAL = [4400, 4401, 4403, 4406, 4429];

/** Subscriptions over one WebSocket a token, or over an event stream each. */
export class Subscribing {
  private readonly sockets = new Map<string, SocketClient>();
  private readonly streams = new Map<string, SseClient>();

  constructor(private readonly endpoint: string) {}

  /** The updates of a subscription, until the last or until nobody listens. */
  updates(
    transport: Switches["subscriptions"],
    authorization: string,
    { query, operationName, variables, extensions }: FetcherParams & { extensions: Record<string, unknown> },
  ): AsyncIterable<ExecutionResult> {
    const request = {
      query,
      ...(operationName && { operationName }),
      variables: (variables ?? {}) as Record<string, unknown>,
      extensions,
    };
    const iterator =
      transport === "sse" ? this.stream(authorization).iterate(request) : this.socket(authorization).iterate(request);
    return iterator as AsyncIterable<ExecutionResult>;
  }

  private socket(authorization: string): SocketClient {
    return ofToken(this.sockets, authorization, () =>
      createSocketClient({
        url: new URL(this.endpoint, window.location.href.replace(/^http/, "ws")).href,
        connectionParams: { authorization },
        shouldRetry: (event) => !(event instanceof CloseEvent && FINAL.includes(event.code)),
      }),
    );
  }

  private stream(authorization: string): SseClient {
    return ofToken(this.streams, authorization, () =>
      createSseClient({ url: new URL(this.endpoint, window.location.href).href, headers: { authorization } }),
    );
  }
}

function ofToken<Client>(clients: Map<string, Client>, token: string, create: () => Client): Client {
  const client = clients.get(token) ?? create();
  clients.set(token, client);
  return client;
}

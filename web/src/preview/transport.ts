import { type Client, createClient } from "graphql-ws";
import { meros } from "meros/browser";

import { asked, type AskOptions, type Asking, ENDPOINT } from "./asked";
import type { Failure } from "./data";
import { Assembly, type GraphQLError, type Payload, type Result } from "./incremental";

export type { Asking };

// Refusals that asking again cannot change.
const FINAL = [4400, 4401, 4403, 4406, 4429];
const KEEP_ALIVE_MS = 10_000;
const PATIENCE_MS = 5_000;
const LONGEST_WAIT_MS = 5_000;

/** It could not be asked, or there was nothing in the answer. */
export class Refused extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/** Each state of the answer as it comes in parts; the last one is whole. Throws Refused. */
export async function* askInParts(
  asking: Asking,
  query: string,
  variables: Record<string, unknown>,
  options: AskOptions = {},
): AsyncGenerator<Result> {
  const assembly = new Assembly();
  try {
    const response = await asked(asking, query, variables, options);
    const answer = await meros<Payload>(response);
    if (answer instanceof Response) {
      yield usable(assembly.add((await answer.json()) as Payload));
      return;
    }
    for await (const part of answer) {
      if (part.json) yield usable(assembly.add(part.body));
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused({ code: "NETWORK", isRetryable: true, retryAfterMs: null });
  }
  if (!assembly.result.isWhole) throw new Refused({ code: "NETWORK", isRetryable: true, retryAfterMs: null });
}

/** The whole answer. Throws Refused. */
export async function ask<Data>(
  asking: Asking,
  query: string,
  variables: Record<string, unknown>,
  options: AskOptions = {},
): Promise<{ data: Data; errors: GraphQLError[]; extensions: Record<string, unknown> }> {
  let last: Result | undefined;
  for await (const result of askInParts(asking, query, variables, options)) last = result;
  return last as { data: Data; errors: GraphQLError[]; extensions: Record<string, unknown> };
}

/** What an error says of whether and when to ask again. */
export function failureOf(error: GraphQLError | undefined): Failure {
  return {
    code: error?.extensions?.code ?? "INTERNAL",
    isRetryable: error?.extensions?.retryable ?? false,
    retryAfterMs: error?.extensions?.retryAfterMs ?? null,
  };
}

function usable(result: Result): Result {
  if (result.data === null) throw new Refused(failureOf(result.errors[0]));
  return result;
}

export interface Listener {
  isConnected(): void;
  isLost(): void;
}

/** A socket that comes back by itself, whatever cuts it. */
export function socketOf(asking: Asking, listener: Listener): Client {
  let patience: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: new URL(ENDPOINT, window.location.href.replace(/^http/, "ws")).href,
    connectionParams: { authorization: `Bearer ${asking.token}` },
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: async (retries) => {
      const wait = Math.min(250 * 2 ** retries, LONGEST_WAIT_MS);
      // Not all who were cut off together come back together; who is online again waits no longer.
      await new Promise<void>((resolve) => {
        setTimeout(resolve, wait * (0.5 + Math.random() / 2));
        window.addEventListener("online", () => resolve(), { once: true });
      });
    },
    shouldRetry: (event) => !(event instanceof CloseEvent && FINAL.includes(event.code)),
    on: {
      connected: () => listener.isConnected(),
      // A network that has gone says nothing: who does not answer is taken for lost.
      ping: (isTheirs) => {
        if (!isTheirs) patience = setTimeout(() => client.terminate(), PATIENCE_MS);
      },
      pong: () => clearTimeout(patience),
      closed: (event) => {
        clearTimeout(patience);
        if (!(event instanceof CloseEvent && event.code === 1000)) listener.isLost();
      },
    },
  });
  return client;
}

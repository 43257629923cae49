import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import type { ExecutionResult } from "graphql";
import { meros, type Part } from "meros/browser";

import { heard } from "./ide/heard";
import { begin, hear } from "./ide/last-answer";
import { PARTS, switches } from "./ide/switches";
import { operationOf } from "./operation";
import type { Start } from "./start";
import { Subscribing } from "./subscribing";

const ENDPOINT = "/graphql";
const INTROSPECTION = "IntrospectionQuery";
const WHOLE = "application/graphql-response+json, application/json;q=0.9";

/** Queries by fetch, in parts where they defer some; subscriptions as the switch says. */
export function createFetcher(start: Start): Fetcher {
  const subscribing = new Subscribing(ENDPOINT);

  return (asked, options) => {
    const operation = operationOf(asked);
    const parameters = operation?.name ? { ...asked, operationName: operation.name.value } : asked;
    const headers = new Headers((options?.headers ?? {}) as Record<string, string>);
    // GraphiQL asks for the schema before its headers editor is there, and not for a person.
    if (parameters.operationName === INTROSPECTION) {
      if (start.token !== "" && !isBearer(headers)) headers.set("Authorization", `Bearer ${start.token}`);
      return post(parameters, headers, () => {});
    }
    const request = { ...parameters, extensions: { cost: true, ...(switches.get().anew && { anew: true }) } };
    const name = parameters.operationName ?? "";
    const tell = (payload: unknown) => hear(asked.query, name, payload);
    begin(asked.query, name);
    if (operation?.operation === "subscription") {
      const authorization = headers.get("Authorization") ?? "";
      return heard(subscribing.updates(switches.get().subscriptions, authorization, request), tell);
    }
    return post(request, headers, tell);
  };
}

async function post(request: FetcherParams, headers: Headers, tell: (payload: unknown) => void) {
  headers.set("Content-Type", "application/json");
  // What is deferred is shown as it comes; everything else is one answer.
  headers.set("Accept", `${PARTS[switches.get().parts]}, ${WHOLE}`);
  const stopping = new AbortController();
  const asked = { method: "POST", headers, body: JSON.stringify(request), signal: stopping.signal };
  const answer = await meros<ExecutionResult>(await fetch(ENDPOINT, asked), { multiple: false });
  if (!(answer instanceof Response)) return heard(payloads(answer, stopping), tell);
  const payload = await whole(answer);
  tell(payload);
  return payload;
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

function isBearer(headers: Headers): boolean {
  return /^Bearer \S/.test(headers.get("Authorization") ?? "");
}

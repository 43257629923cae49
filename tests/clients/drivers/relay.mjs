// Relay: its runtime over compiled documents, without React. Each way shows what a screen would show.
import relay from "relay-runtime";
import { createClient } from "graphql-sse";
import { createClient as createSocket } from "graphql-ws";
import { meros } from "meros/browser";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import WebSocket from "ws";

import { run } from "./asked.mjs";

const { createOperationDescriptor, Environment, fetchQuery, getRequest, getSingularSelector } = relay;
const { Network, Observable, RecordSource, requestSubscription, Store } = relay;
const FOLDER = process.argv[2];
const compiled = createRequire(`${FOLDER}/`);
const document = (name) => compiled(`./made/${name}.graphql.js`).default ?? compiled(`./made/${name}.graphql.js`);
// Text by id: what the gateway knows, too.
const texts = JSON.parse(readFileSync(`${FOLDER}/known.json`, "utf-8"));
const byId = ({ id }, variables) => ({ doc_id: id, variables });
const byText = ({ id }, variables) => ({ query: texts[id], variables });

const OLDER = "multipart/mixed;deferSpec=20220824, application/json;q=0.9";

// What comes in parts is given to Relay part by part.
async function* parts(answered) {
  if (answered instanceof Response) return yield answered.json();
  for await (const { body } of answered) {
    const { incremental = [], hasNext, ...first } = body;
    const more = incremental.length || !("data" in first) ? incremental : [first];
    for (const [n, part] of more.entries()) {
      yield { ...part, extensions: { ...part.extensions, is_final: !hasNext && n === more.length - 1 } };
    }
    if (!hasNext && !more.length) return;
  }
}

function environmentOf({ url, headers, fetch }, requestOf = byId) {
  const ask = (params, variables) =>
    Observable.create((sink) => {
      const sent = { ...headers, accept: OLDER, "content-type": "application/json" };
      const asking = fetch(url, { method: "POST", headers: sent, body: JSON.stringify(requestOf(params, variables)) });
      (async () => {
        for await (const part of parts(await meros(await asking))) sink.next(part);
        sink.complete();
      })().catch(sink.error);
    });
  const watchBy = (client) => (params, variables) =>
    // graphql-ws wants a text, which is empty beside an id.
    Observable.create((sink) => client.subscribe({ query: "", ...requestOf(params, variables) }, sink));
  const client = createClient({ url, headers, fetchFn: fetch, retryAttempts: 0 });
  return {
    over: (watch) => new Environment({ network: Network.create(ask, watch), store: new Store(new RecordSource()) }),
    bySse: watchBy(client),
    bySocket: () => {
      const socket = { url: url.replace(/^http/, "ws"), webSocketImpl: WebSocket, connectionParams: headers };
      return watchBy(createSocket({ ...socket, retryAttempts: 0 }));
    },
  };
}

const opened = (asked, requestOf) => environmentOf(asked, requestOf).over();

const read = (environment, name, variables) => {
  const operation = createOperationDescriptor(getRequest(document(name)), variables);
  return environment.lookup(operation.fragment).data;
};

// Null for what is not there yet.
const readFragment = (environment, name, reference) => {
  const { data, isMissingData } = environment.lookup(getSingularSelector(document(name), reference));
  return isMissingData ? null : data;
};

async function page(asked, requestOf) {
  const environment = opened(asked, requestOf);
  await fetchQuery(environment, document("shownPageQuery"), asked.variables).toPromise();
  const { endPage } = read(environment, "shownPageQuery", asked.variables);
  return { environment, endPage };
}

async function shownPage(asked, requestOf) {
  const { environment, endPage } = await page(asked, requestOf);
  const rewards = endPage?.rewards && readFragment(environment, "shown_rewards", endPage.rewards);
  const journey = endPage && readFragment(environment, "shown_journey", endPage)?.journey;
  return { states: [{ metrics: endPage?.metrics ?? null, rewards: rewards ?? null, journey }] };
}

async function refetched(asked) {
  const { environment, endPage } = await page(asked);
  const rewards = () => readFragment(environment, "shown_rewards", endPage.rewards);
  const [before, { id }] = [rewards(), rewards()];
  const fragment = document("shown_rewards").metadata.refetch;
  const again = { [fragment.identifierInfo?.identifierQueryVariableName ?? "id"]: id };
  await fetchQuery(environment, fragment.operation.default ?? fragment.operation, again).toPromise();
  return { states: [before, rewards()] };
}

async function paged(asked) {
  const environment = opened(asked);
  await fetchQuery(environment, document("shownListQuery"), {}).toPromise();
  const { viewer } = read(environment, "shownListQuery", {});
  const edges = () => readFragment(environment, "shown_lives", viewer).liveSessions;
  const [first, { id }] = [edges(), { id: viewer.__id }];
  const next = { id, count: 3, cursor: first.pageInfo.endCursor };
  await fetchQuery(environment, document("shownLivesQuery"), next).toPromise();
  const ids = (connection) => connection.edges.map(({ node }) => node.sessionId);
  return { states: [ids(first), ids(edges())] };
}

// Every state of the screen, from the first answer to the last part.
async function deferred(asked) {
  const environment = opened(asked);
  const states = [];
  const show = () => {
    const { endPage } = read(environment, "shownPartsQuery", asked.variables);
    states.push({ metrics: endPage.metrics, journey: readFragment(environment, "shown_journey", endPage)?.journey ?? null });
  };
  const request = createOperationDescriptor(getRequest(document("shownPartsQuery")), asked.variables);
  const retained = environment.retain(request);
  await new Promise((resolve, reject) =>
    environment.execute({ operation: request }).subscribe({ next: show, error: reject, complete: resolve }),
  );
  retained.dispose();
  return { states };
}

const followed = (asked, over) =>
  new Promise((resolve, reject) => {
    const states = [];
    const made = environmentOf(asked);
    requestSubscription(made.over(over(made)), {
      subscription: document("shownSubscription"),
      variables: asked.variables,
      onNext: ({ liveSession }) => states.push({ data: { liveSession } }),
      onError: reject,
      onCompleted: () => resolve({ states }),
    });
  });

run({
  query: (asked) => shownPage(asked, byText),
  known: (asked) => shownPage(asked),
  named: (asked) => shownPage(asked),
  refetched,
  paged,
  deferred,
  knownSubscription: (asked) => followed(asked, ({ bySse }) => bySse),
  knownSubscriptionBySocket: (asked) => followed(asked, ({ bySocket }) => bySocket()),
});

import { createClient } from "graphql-ws";
import WebSocket from "ws";

import { all, run } from "./asked.mjs";

// It sends whatever it is given, and wants a text, which is empty beside an id.
function ask({ url, headers }, request, more = {}) {
  const client = createClient({
    url: url.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    connectionParams: { ...headers, ...more },
    retryAttempts: 0,
  });
  return all((sink) => client.subscribe(request, sink)).finally(() => client.dispose());
}

const byId = ({ id, variables }) => ({ query: "", documentId: id, variables });

run({
  query: (asked) => ask(asked, { query: asked.query, variables: asked.variables }),
  known: (asked) => ask(asked, byId(asked)),
  knownSubscription: (asked) => ask(asked, byId(asked)),
  named: (asked) => ask(asked, { query: asked.query, variables: asked.variables }, { client: asked.client }),
  halted: (asked) => ask(asked, { query: asked.query, variables: asked.variables, onError: "HALT" }),
});

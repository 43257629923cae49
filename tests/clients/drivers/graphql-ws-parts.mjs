// graphql-ws hands every payload on: what is shown is what has come.
import { createClient } from "graphql-ws";
import WebSocket from "ws";

import { run } from "./parts.mjs";

run(({ url, headers, query, variables }, { show, end }) => {
  const client = createClient({
    url: url.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    connectionParams: { ...headers, incrementalSpec: "v0.2" },
    retryAttempts: 0,
  });
  client.subscribe({ query, variables }, { next: (data) => show({ data }), error: end, complete: end });
});

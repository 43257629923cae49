// Socket: graphql-ws as Apollo and urql use it too, with what happens to its socket told.
import { createClient } from "graphql-ws";
import WebSocket from "ws";

import { bearer, RETRIES, say } from "./app.mjs";

// Apollo's link takes for granted that there is a global one, as in browsers and on phones.
globalThis.WebSocket ??= WebSocket;

export function socketOf(app) {
  let socket;
  const client = createClient({
    url: app.url.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    connectionParams: () => ({ authorization: bearer(app.token) }),
    retryAttempts: RETRIES.retryAttempts,
    retryWait: RETRIES.wait,
    // A connection that is refused is an error event and no close: a gateway that starts refuses.
    shouldRetry: () => true,
    on: {
      connected(opened) {
        socket = opened;
        say("connected");
      },
      closed: ({ code, reason }) => say("closed", { code, reason }),
      pong: (received, payload) => received && say("pong", { payload }),
    },
  });
  const renew = (token) =>
    socket.send(JSON.stringify({ type: "ping", payload: { authorization: bearer(token) } }));
  return { client, renew };
}

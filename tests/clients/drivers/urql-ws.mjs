import { subscriptionExchange } from "@urql/core";

import { run } from "./app.mjs";
import { socketOf } from "./socket.mjs";
import { urqlWith } from "./urql.mjs";

run((app) => {
  const { client, renew } = socketOf(app);
  const forwarded = subscriptionExchange({
    forwardSubscription: ({ query, variables }) => ({
      subscribe: (sink) => ({ unsubscribe: client.subscribe({ query, variables }, sink) }),
    }),
  });
  return { renew, watch: urqlWith({ url: app.url, exchanges: [forwarded] }) };
});

import { GraphQLWsLink } from "@apollo/client/link/subscriptions";

import { apolloOver } from "./apollo.mjs";
import { run } from "./app.mjs";
import { socketOf } from "./socket.mjs";

run((app) => {
  const { client, renew } = socketOf(app);
  return { renew, watch: apolloOver(new GraphQLWsLink(client)) };
});

/** GraphQL Yoga on Node's own server; it keeps parsed and validated documents by itself. */

import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";

import { contextFrom } from "./context.js";
import { resolvers, typeDefs } from "./resolvers.js";
import { served } from "./served.js";

const context = contextFrom(process.env);
const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: ({ request }) => context(request.headers.get("authorization") ?? undefined),
  healthCheckEndpoint: "/livez",
  graphiql: false,
  logging: "warn",
});
served(createServer(yoga));

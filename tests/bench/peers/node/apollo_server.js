/** Apollo Server over Fastify; it keeps parsed and validated documents by itself. */

import { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import Fastify from "fastify";

import { contextFrom } from "./context.js";
import { resolvers, typeDefs } from "./resolvers.js";
import { served } from "./served.js";

const context = contextFrom(process.env);
const apollo = new ApolloServer({ typeDefs, resolvers, introspection: false });
await apollo.start();
const app = Fastify();
app.post(
  "/graphql",
  fastifyApolloHandler(apollo, {
    context: async (request) => context(request.headers.authorization),
  }),
);
app.get("/livez", () => "ok");
await app.ready();
served(app.server);

/** Mercurius with its JIT on; ``--joined`` joins the reads of concurrent requests, too. */

import Fastify from "fastify";
import mercurius from "mercurius";

import { contextFrom } from "./context.js";
import { resolvers, typeDefs } from "./resolvers.js";
import { isAsked, served } from "./served.js";

const context = contextFrom(process.env, isAsked("--joined"));
const app = Fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  context: (request) => context(request.headers.authorization),
  jit: 1,
  // What Apollo's clients do by themselves: a document is named by its hash once its text is known.
  persistedQueryProvider: mercurius.persistedQueryDefaults.automatic(),
});
app.get("/livez", () => "ok");
await app.ready();
served(app.server);

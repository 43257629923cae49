/** A REST aggregator on Fastify: the answers of the bench's operations at addresses of their own. */

import Fastify from "fastify";

import { contextFrom } from "./context.js";
import { findSession, liveSessions, viewer } from "./resolvers.js";
import { fullPage, headlinePage, listed, rewardsPage } from "./rest_answers.js";
import { served } from "./served.js";

const contextOf = contextFrom(process.env);
const app = Fastify();

const page = (answer) => async (request) => {
  const context = contextOf(request.headers.authorization);
  const session = await findSession(request.params.sessionId, context);
  const endPage = session.endPage && (await answer(session, context.loaders));
  return { endPage };
};

app.get("/end-pages/:sessionId", page(fullPage));
app.get("/end-pages/:sessionId/headline", page(headlinePage));
app.get("/end-pages/:sessionId/rewards", page(rewardsPage));
app.get("/live-sessions", async (request) => {
  const context = contextOf(request.headers.authorization);
  const { id, creatorId } = viewer(context.creatorId);
  const asked = { first: Number(request.query.first), states: ["ENDED"] };
  const { edges, pageInfo } = await liveSessions({ creatorId }, asked, context);
  const shown = edges.map(async ({ cursor, node }) => ({
    cursor,
    node: await listed(node, context.loaders),
  }));
  return { viewer: { id, liveSessions: { edges: await Promise.all(shown), pageInfo } } };
});
app.get("/livez", () => "ok");
await app.ready();
served(app.server);

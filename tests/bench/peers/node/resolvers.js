/** Resolvers: the page in GraphQL, the same for every GraphQL server here. */

import { readFileSync } from "node:fs";

import { loadAnalyticsLink } from "./analytics_link.js";
import { loadBenchmarks } from "./benchmarks.js";
import { figure } from "./formulas.js";
import { loadAccountImprovements, loadRoomImprovements } from "./improvements.js";
import { loadJourney } from "./journey.js";
import { GROUPS, directGmvByCurrency, headline, loadMetrics, rateDate } from "./metrics.js";
import { loadRecordings } from "./recordings.js";
import { loadRewards } from "./rewards.js";
import { LiveSession } from "./session.js";
import { globalId } from "./words.js";

/** The product's schema. */
export const typeDefs = readFileSync(
  new URL("../../../../schema.graphql", import.meta.url),
  "utf8",
);

const panel = (load) => (page, _, { loaders }) => load(page.session, loaders);
const shown = (metric) => ({ numbers }) => figure(metric, numbers);
const figures = (fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, metric]) => [name, shown(metric)]));
const itself = (panel) => panel;

export const resolvers = {
  Query: {
    endPage: async (_, { sessionId }, context) => {
      const session = await findSession(sessionId, context);
      return session.endPage;
    },
    viewer: (_, __, { creatorId }) => viewer(creatorId),
  },
  Creator: { liveSessions },
  EndPage: {
    metrics: panel(loadMetrics),
    benchmarks: panel(loadBenchmarks),
    analyticsLink: panel(loadAnalyticsLink),
    roomImprovements: panel(loadRoomImprovements),
    accountImprovements: panel(loadAccountImprovements),
    rewards: panel(loadRewards),
    journey: panel(loadJourney),
    recordings: panel(loadRecordings),
  },
  Metrics: {
    headline,
    sales: itself,
    traffic: itself,
    products: itself,
    engagement: itself,
  },
  Sales: { ...figures(GROUPS.sales), directGmvByCurrency, rateDate },
  Traffic: figures(GROUPS.traffic),
  Products: figures(GROUPS.products),
  Engagement: figures(GROUPS.engagement),
};

/** A LIVE of the creator who asks. Raises an error for one that is not. */
export async function findSession(sessionId, { creatorId, loaders, now }) {
  if (creatorId === null) throw new Error("A token is needed.");
  const document = await loaders.sessions.load(sessionId);
  if (document === null || document.creator_id !== creatorId) {
    throw new Error("There is no such LIVE.");
  }
  return new LiveSession(document, now);
}

/** The creator who asks. */
export function viewer(creatorId) {
  if (creatorId === null) throw new Error("A token is needed.");
  return { id: globalId("Creator", creatorId), creatorId };
}

/** The newest LIVEs. The bench asks for no later page, so there is no ``after``. */
export async function liveSessions({ creatorId }, { first = 10, states }, { loaders, now }) {
  const found = await loaders.newest(creatorId, first + 2);
  const wanted = found
    .map((document) => new LiveSession(document, now))
    .filter((one) => states == null || states.includes(one.state));
  const edges = wanted.slice(0, first).map((node) => ({ cursor: node.cursor, node }));
  const endCursor = edges.length > 0 ? edges.at(-1).cursor : null;
  return { edges, pageInfo: { hasNextPage: wanted.length > first, endCursor } };
}

/** Loaders: dataloaders that live with one request, as GraphQL's own documentation advises. */

import DataLoader from "dataloader";

import { nameOf } from "./company.js";

/** Makes the loaders of a request, over what reads from the company. */
export function loadersOver(sources) {
  const byName = { cacheKeyFn: nameOf };
  return () => ({
    sessions: new DataLoader(sources.sessions),
    recordings: new DataLoader(sources.recordings),
    shop: new DataLoader(sources.shop, byName),
    rewards: new DataLoader(sources.rewards, byName),
    journey: new DataLoader(sources.journey, byName),
    newest: sources.newest,
  });
}

/** What reads from the company, each request by itself. */
export function alone(company) {
  return {
    sessions: (ids) => company.sessionsOf(ids),
    recordings: (ids) => company.recordingsOf(ids),
    shop: (keys) => company.read("shop", keys),
    rewards: (keys) => company.read("rewards", keys),
    journey: (keys) => company.read("journey", keys),
    newest: (creatorId, many) => company.newest(creatorId, many),
  };
}

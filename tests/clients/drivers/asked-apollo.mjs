import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { createHash } from "node:crypto";

import { run, shown } from "./asked.mjs";

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

async function ask({ url, headers, fetch, query, variables }, { hashed, client, ...options } = {}) {
  const http = new HttpLink({ uri: url, headers, fetch, ...options });
  const link = hashed ? new PersistedQueryLink(hashed).concat(http) : http;
  // What a known document does not ask for cannot be kept in the cache.
  const asking = { query: gql(query), variables, errorPolicy: "all", fetchPolicy: "no-cache" };
  return { states: [shown(await new ApolloClient({ link, cache: new InMemoryCache(), ...client }).query(asking))] };
}

run({
  query: (asked) => ask(asked),
  get: (asked) => ask(asked, { useGETForQueries: true }),
  known: (asked) => ask(asked, { hashed: { generateHash: () => asked.id } }),
  knownByGet: (asked) => ask(asked, { hashed: { generateHash: () => asked.id, useGETForHashedQueries: true } }),
  automatic: (asked) => ask(asked, { hashed: { sha256 } }),
  automaticByGet: (asked) => ask(asked, { hashed: { sha256, useGETForHashedQueries: true } }),
  named: (asked) => ask(asked, { client: { clientAwareness: asked.client } }),
});

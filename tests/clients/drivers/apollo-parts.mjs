// Apollo in parts: Apollo Client with whichever handler of incremental answers.
import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";

import { run } from "./parts.mjs";

export function runWith(incrementalHandler) {
  run(({ url, headers, query, variables }, { show, end }) => {
    const link = new HttpLink({ uri: url, headers });
    const client = new ApolloClient({ link, cache: new InMemoryCache(), incrementalHandler });
    const watched = client.watchQuery({ query: gql(query), variables, errorPolicy: "all" });
    watched.subscribe(({ data, error, dataState }) => {
      if (dataState === "empty") return;
      show({ data, errors: error?.errors });
      if (dataState === "complete") end();
    });
  });
}

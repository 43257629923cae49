import { Client, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";

import { run, shown } from "./asked.mjs";

const over = ({ url, headers, fetch }, { hashed, ...options } = {}) =>
  new Client({
    url,
    fetch,
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: hashed ? [persistedExchange(hashed), fetchExchange] : [fetchExchange],
    ...options,
  });

async function ask(asked, options) {
  return { states: [shown(await over(asked, options).query(asked.query, asked.variables).toPromise())] };
}

// It tells of the end in one more result with the same data.
const follow = (asked, options) =>
  new Promise((resolve) => {
    const states = [];
    over(asked, { fetchSubscriptions: true, ...options })
      .subscription(asked.query, asked.variables)
      .subscribe((result) => (result.hasNext ? states.push(shown(result)) : resolve({ states })));
  });

const known = ({ id }) => ({ generateHash: async () => id, enforcePersistedQueries: true });

run({
  query: (asked) => ask(asked),
  get: (asked) => ask(asked, { preferGetMethod: "force" }),
  known: (asked) => ask(asked, { hashed: { ...known(asked), preferGetForPersistedQueries: false } }),
  knownByGet: (asked) => ask(asked, { hashed: { ...known(asked), preferGetForPersistedQueries: "force" } }),
  automatic: (asked) => ask(asked, { hashed: { preferGetForPersistedQueries: false } }),
  automaticByGet: (asked) => ask(asked, { hashed: { preferGetForPersistedQueries: "force" } }),
  named: (asked) => ask(asked),
  knownSubscription: (asked) =>
    follow(asked, { hashed: { ...known(asked), enableForSubscriptions: true, preferGetForPersistedQueries: false } }),
});

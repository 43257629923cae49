import { createClient } from "graphql-sse";

import { all, run } from "./asked.mjs";

// It sends whatever it is given, so that an id may stand in the place of a text.
function ask({ url, headers, fetch }, request) {
  const client = createClient({ url, headers, fetchFn: fetch, retryAttempts: 0 });
  return all((sink) => client.subscribe(request, sink)).finally(() => client.dispose());
}

const byId = ({ id, variables }) => ({ documentId: id, variables });

run({
  query: (asked) => ask(asked, { query: asked.query, variables: asked.variables }),
  known: (asked) => ask(asked, byId(asked)),
  knownSubscription: (asked) => ask(asked, byId(asked)),
  named: (asked) => ask(asked, { query: asked.query, variables: asked.variables }),
  halted: (asked) => ask(asked, { query: asked.query, variables: asked.variables, onError: "HALT" }),
});

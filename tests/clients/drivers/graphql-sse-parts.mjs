// graphql-sse hands every payload on: what is shown is what has come.
import { createClient } from "graphql-sse";

import { run } from "./parts.mjs";

run(({ url, headers, query, variables }, { show, end }) => {
  const client = createClient({ url, headers, retryAttempts: 0 });
  client.subscribe({ query, variables }, { next: (data) => show({ data }), error: end, complete: end });
});

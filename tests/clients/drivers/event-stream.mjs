// Event stream: graphql-sse in either of its modes.
import { createClient } from "graphql-sse";

import { bearer, RETRIES, run } from "./app.mjs";
import { tellingFetch } from "./http.mjs";

export function runOverEventStream({ singleConnection }) {
  run((app) => {
    const client = createClient({
      url: app.url,
      singleConnection,
      fetchFn: tellingFetch,
      headers: () => ({ authorization: bearer(app.token) }),
      retryAttempts: RETRIES.retryAttempts,
      retry: RETRIES.wait,
    });
    return { watch: (request, sink) => client.subscribe(request, sink) };
  });
}

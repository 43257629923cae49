// Urql: urql's core client with whichever exchanges.
import { Client } from "@urql/core";

export function urqlWith(options) {
  const client = new Client({ preferGetMethod: false, ...options });
  return ({ query, variables }, sink) => {
    let hasFailed = false;
    const { unsubscribe } = client.subscription(query, variables).subscribe(({ data, error, hasNext }) => {
      // Urql may tell of a failure once more when its source ends.
      if (hasFailed) return;
      hasFailed = Boolean(error);
      // While one that has failed is still there, urql takes the next one for the same.
      if (hasFailed) return queueMicrotask(() => (unsubscribe(), sink.error(error)));
      sink.next({ data });
      // It tells of the end in one more result with the same data.
      if (!hasNext) sink.complete();
    });
  };
}

import { Client, fetchExchange } from "@urql/core";

import { run } from "./parts.mjs";

run(({ url, headers, query, variables }, { show, end }) => {
  const client = new Client({ url, exchanges: [fetchExchange], preferGetMethod: false, fetchOptions: { headers } });
  client.query(query, variables).subscribe(({ data, error, hasNext }) => {
    show({ data, errors: error?.graphQLErrors });
    if (!hasNext) end();
  });
});

import { fetchExchange } from "@urql/core";

import { bearer, run } from "./app.mjs";
import { tellingFetch } from "./http.mjs";
import { urqlWith } from "./urql.mjs";

run((app) => ({
  watch: urqlWith({
    url: app.url,
    fetch: tellingFetch,
    fetchSubscriptions: true,
    exchanges: [fetchExchange],
    fetchOptions: () => ({ headers: { authorization: bearer(app.token) } }),
  }),
}));

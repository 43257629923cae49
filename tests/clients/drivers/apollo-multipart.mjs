import { HttpLink } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";

import { apolloOver } from "./apollo.mjs";
import { bearer, run } from "./app.mjs";
import { tellingFetch } from "./http.mjs";

run((app) => {
  const identity = new SetContextLink(() => ({ headers: { authorization: bearer(app.token) } }));
  const link = new HttpLink({ uri: app.url, fetch: tellingFetch });
  return { watch: apolloOver(identity.concat(link)) };
});

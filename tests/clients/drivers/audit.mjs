// Audit: every check of the graphql-http suite against a gateway, each told in a line.
import { auditServer } from "graphql-http";

import { bearer, say } from "./app.mjs";

const [url, token] = process.argv.slice(2);

const withToken = (input, init) =>
  fetch(input, { ...init, headers: { ...init?.headers, authorization: bearer(token) } });

for (const { id, name, status, reason } of await auditServer({ url, fetchFn: withToken })) {
  say(status, { id, name, reason });
}

import { bearer, run } from "./app.mjs";
import { tellingFetch } from "./http.mjs";
import { listen } from "./listening.mjs";

run((app) => ({
  watch({ query, variables }, sink) {
    const asked = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const headers = () => ({ authorization: bearer(app.token) });
    listen(`${app.url}?${asked}`, { headers, fetch: tellingFetch }, sink);
  },
}));

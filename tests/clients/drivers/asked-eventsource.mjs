import { all, run } from "./asked.mjs";
import { listen } from "./listening.mjs";

const ask = ({ url, headers, fetch, variables }, path, more = {}) => {
  const asked = new URLSearchParams({ ...more, variables: JSON.stringify(variables) });
  return all((sink) => listen(`${url}${path}?${asked}`, { headers: () => headers, fetch }, sink));
};

run({
  query: (asked) => ask(asked, "", { query: asked.query }),
  known: (asked) => ask(asked, `/${asked.id}`),
  knownSubscription: (asked) => ask(asked, `/${asked.id}`),
  named: (asked) => ask(asked, "", { query: asked.query }),
});

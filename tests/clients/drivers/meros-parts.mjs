// Meros reads the parts and puts nothing together: what is shown is what has come.
import { meros } from "meros/browser";

import { run } from "./parts.mjs";

run(async ({ url, headers, query, variables }, { show, end }) => {
  const body = JSON.stringify({ query, variables });
  const accept = "multipart/mixed;incrementalSpec=v0.2, application/json;q=0.9";
  const asked = { method: "POST", headers: { ...headers, accept, "content-type": "application/json" }, body };
  for await (const part of await meros(await fetch(url, asked))) show({ data: part.body });
  end();
});

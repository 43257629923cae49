import { meros } from "meros/browser";

import { run, shown } from "./asked.mjs";

const PARTS = "multipart/mixed;subscriptionSpec=1.0, application/json;q=0.9";

async function ask({ url, headers, fetch }, request) {
  const all = { ...headers, accept: PARTS, "content-type": "application/json" };
  const answered = await meros(await fetch(url, { method: "POST", headers: all, body: JSON.stringify(request) }));
  // What is in one piece is handed on as it is.
  if (answered instanceof Response) return { states: [shown(await answered.json())] };
  const states = [];
  // A part without a payload says that the stream is still there, or that it is over.
  for await (const { body } of answered) if (body.payload) states.push(shown(body.payload));
  return { states };
}

const byId = ({ id, variables }) => ({ doc_id: id, variables });

run({
  query: (asked) => ask(asked, { query: asked.query, variables: asked.variables }),
  known: (asked) => ask(asked, byId(asked)),
  knownSubscription: (asked) => ask(asked, byId(asked)),
  named: (asked) => ask(asked, { query: asked.query, variables: asked.variables }),
  halted: (asked) => ask(asked, { query: asked.query, variables: asked.variables, onError: "HALT" }),
});

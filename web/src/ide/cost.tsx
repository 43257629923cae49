import { useGraphiQL } from "@graphiql/react";

import { useHeld } from "./held";
import { lastAnswer } from "./last-answer";

/** What the tab's operation costs, once it was run as it stands. Nothing where the gateway does not tell. */
export function CostBadge() {
  const answer = useHeld(lastAnswer);
  const query = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query);
  if (answer?.cost === undefined || answer.query !== query) return null;
  const { requested, limit, actual } = answer.cost;
  const came = actual === undefined ? "" : `; it came to ${actual.toLocaleString("en")}`;
  return (
    <output className={answer.isTooDear ? "cost bad" : "cost"} title={`The most that it can come to${came}`}>
      <span>cost</span> <b>{requested.toLocaleString("en")}</b> <span>of {limit.toLocaleString("en")}</span>
    </output>
  );
}

import type { Examples } from "./examples";
import type { Start } from "./start";

const DOCUMENTS = import.meta.glob<string>("../operations/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The operations that a real APP ships, in the order in which a newcomer best meets them. */
const ORDER = [
  "EndPageHeadline",
  "EndPageFull",
  "EndPageDeferred",
  "LiveTransition",
  "EndPagePanelRefresh",
  "RecentLives",
  "Improvements",
  "Recordings",
  "RecordingLinks",
  "ShareRecording",
  "MyShares",
  "RevokeShare",
  "LiveStatusPoll",
  "ResumeAfterLaunch",
] as const;
type Operation = (typeof ORDER)[number];

export interface Tab {
  query: string;
  variables: string;
  headers: string;
}

/** Headers for a new tab: who is asking. */
export function headersOf(token: string): string {
  return pretty({ Authorization: token === "" ? "Bearer " : `Bearer ${token}` });
}

/** One tab an operation, each ready to be run, with ids of things that exist. */
export function shippedTabs(start: Start, examples: Examples): Tab[] {
  return ORDER.map((operation) => ({
    query: documentOf(operation),
    variables: pretty(variablesOf(operation, start, examples)),
    headers: headersOf(operation === "LiveTransition" ? start.liveToken : start.token),
  }));
}

function variablesOf(operation: Operation, start: Start, examples: Examples): object {
  switch (operation) {
    case "EndPagePanelRefresh":
      return { id: examples.panel };
    case "RecordingLinks":
      return { id: examples.recording };
    case "ShareRecording":
      return { id: examples.recording, idempotencyKey: crypto.randomUUID() };
    case "MyShares":
      return { first: 20, after: null };
    case "RevokeShare":
      return { id: examples.share };
    case "LiveTransition":
      return { sessionId: start.live };
    case "RecentLives":
      return { first: 20, after: null };
    case "ResumeAfterLaunch":
      return {};
    default:
      return { sessionId: start.session };
  }
}

function documentOf(operation: Operation): string {
  const document = DOCUMENTS[`../operations/${operation}.graphql`];
  if (document === undefined) throw new Error(`operations/${operation}.graphql is missing`);
  return document;
}

function pretty(value: object): string {
  return JSON.stringify(value, null, 2);
}

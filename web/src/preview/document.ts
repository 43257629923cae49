import type { PanelType } from "./panel-types";

const SELECTIONS = Object.entries(
  import.meta.glob<string>("./selections/*.graphql", { query: "?raw", import: "default", eager: true }),
).map(([, text]) => text.trim());

const FRAGMENTS = new Map(SELECTIONS.map((text) => [nameOf(text), text]));

const HEADER = ["__typename", "id", "status", "isStale", "asOf", "nextRefreshAt"];
const SESSION = [
  "sessionId title state revision endReason startedAt endedAt",
  "airSeconds timeZone displayCurrency endPageState",
  "continuedBy { sessionId }",
];

/** The page with these panels. The first comes at once, each of the others when it is ready. */
export function pageDocument(panels: PanelType[]): string {
  const fields = panels.map((panel, at) => (at === 0 ? now(panel) : later(panel)));
  const operation = [
    "query EndPagePreview($sessionId: ID!) {",
    "  endPage(sessionId: $sessionId) {",
    "    id",
    "    servedAt",
    "    session {",
    ...SESSION.map((line) => `      ${line}`),
    "    }",
    ...fields.flat().map((line) => `    ${line}`),
    "  }",
    "}",
  ];
  return withFragments(operation.join("\n"));
}

/** Some panels again, each alone by its id. */
export function refreshDocument(panels: { type: string; id: string }[]): string {
  const variables = panels.map((_, at) => `$id${at}: ID!`).join(", ");
  const nodes = panels.map(({ type }, at) =>
    [`  panel${at}: node(id: $id${at}) {`, `    ... on ${type} {`, ...inside(type).map((line) => `      ${line}`), "    }", "  }"].join("\n"),
  );
  return withFragments(`query RefreshPanels(${variables}) {\n${nodes.join("\n")}\n}`);
}

/** The LIVE as it is, and whenever it has changed. */
export const LIVE_DOCUMENT = `subscription WatchLive($sessionId: ID!) {
  liveSession(sessionId: $sessionId) {
    reason
    fetchAfterMs
    isLast
    session {
      ${SESSION.join("\n      ")}
    }
  }
}`;

export const LINKS_DOCUMENT = `mutation MakeLinks($id: ID!) {
  createRecordingLinks(input: { id: $id }) {
    links {
      playback { segmentIndex startsAtSeconds durationSeconds mediaType url }
      downloads { segmentIndex fileName sizeBytes url }
    }
    userErrors { code }
  }
}`;

const SHARE = "id url state visits expiresAt";

export const SHARE_DOCUMENT = `mutation Share($id: ID!, $key: String!) {
  createShare(input: { recordingId: $id, idempotencyKey: $key }) {
    share { ${SHARE} }
    userErrors { code }
  }
}`;

export const REVOKE_DOCUMENT = `mutation Revoke($id: ID!) {
  revokeShare(input: { id: $id }) {
    share { ${SHARE} }
    userErrors { code }
  }
}`;

export const SHARES_DOCUMENT = `query MyShares {
  viewer { shares(first: 50) { nodes { ${SHARE} recording { id } } } }
}`;

function now({ field, type }: PanelType): string[] {
  return [`${field} {`, ...inside(type).map((line) => `  ${line}`), "}"];
}

function later(panel: PanelType): string[] {
  return [
    `... on EndPage @defer(label: "${panel.field}") {`,
    ...now(panel).map((line) => `  ${line}`),
    "}",
  ];
}

function inside(type: string): string[] {
  // A panel that is newer than this page says at least what state it is in.
  return FRAGMENTS.has(`${type}Panel`) ? [...HEADER, `...${type}Panel`] : HEADER;
}

function withFragments(operation: string): string {
  const texts = [operation];
  const known = new Set<string>();
  for (const text of texts) {
    for (const [, name] of text.matchAll(/\.\.\.(\w+)/g)) {
      const fragment = FRAGMENTS.get(name ?? "");
      if (fragment === undefined || known.has(name ?? "")) continue;
      known.add(name ?? "");
      texts.push(fragment);
    }
  }
  return `${texts.join("\n\n")}\n`;
}

function nameOf(fragment: string): string {
  return /^fragment (\w+)/.exec(fragment)?.[1] ?? "";
}

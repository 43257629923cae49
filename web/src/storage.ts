import type { Storage as GraphiQLStorage } from "@graphiql/toolkit";

// GraphiQL prefixes each of its keys; these belong to the person, all others to this visit.
const OF_THE_PERSON = ["graphiql:theme", "graphiql:queries", "graphiql:favorites"];
const TABS = "graphiql:tabState";
// What the editors show. GraphiQL writes it beside the tabs, each after a pause of its own, and opens one more
// tab when a reload finds that they do not agree. So it is read from the tabs, which know it too.
const OF_THE_ACTIVE_TAB = { "graphiql:query": "query", "graphiql:variables": "variables", "graphiql:headers": "headers" } as const;

interface TabState {
  activeTabIndex: number;
  tabs: Record<"query" | "variables" | "headers", string | null>[];
}

function isOfTheActiveTab(key: string): key is keyof typeof OF_THE_ACTIVE_TAB {
  return key in OF_THE_ACTIVE_TAB;
}

function ofTheActiveTab(key: keyof typeof OF_THE_ACTIVE_TAB): string | null {
  const stored = window.sessionStorage.getItem(TABS);
  if (stored === null) return null;
  const { activeTabIndex, tabs } = JSON.parse(stored) as TabState;
  return tabs[activeTabIndex]?.[OF_THE_ACTIVE_TAB[key]] ?? null;
}

function home(key: string): Storage {
  return OF_THE_PERSON.includes(key) ? window.localStorage : window.sessionStorage;
}

/**
 * Theme and history outlive the visit. Tabs, and the token in their headers, last as long as the browser's
 * tab: a token is never left lying in local storage.
 */
export const storage: GraphiQLStorage = {
  get length() {
    return window.localStorage.length + window.sessionStorage.length;
  },
  getItem: (key) => (isOfTheActiveTab(key) ? ofTheActiveTab(key) : home(key).getItem(key)),
  setItem(key, value) {
    if (!isOfTheActiveTab(key)) home(key).setItem(key, value);
  },
  removeItem: (key) => home(key).removeItem(key),
  clear() {
    OF_THE_PERSON.forEach((key) => window.localStorage.removeItem(key));
    forgetTabs();
  },
};

/** Forgets the tabs of an earlier start, whose token and sessions are gone. */
export function forgetTabs(): void {
  window.sessionStorage.removeItem(TABS);
}

/** Changes variables and headers of each tab that is kept, as one text with its query. */
export function changeTabs(change: (text: string) => string): void {
  const stored = window.sessionStorage.getItem(TABS);
  if (stored === null) return;
  const state = JSON.parse(stored) as TabState;
  // JSON of the tab is one text, in which a token or an id stands as it is.
  state.tabs = state.tabs.map((tab) => JSON.parse(change(JSON.stringify(tab))) as TabState["tabs"][number]);
  window.sessionStorage.setItem(TABS, JSON.stringify(state));
}

/** Whether this visit has tabs already, from before a reload. */
export function hasTabs(): boolean {
  return window.sessionStorage.getItem(TABS) !== null;
}

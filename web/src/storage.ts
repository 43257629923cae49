import type { Storage as GraphiQLStorage } from "@graphiql/toolkit";

// GraphiQL prefixes each of its keys; these belong to the person, all others to this visit.
const OF_THE_PERSON = ["graphiql:theme", "graphiql:queries", "graphiql:favorites"];
const OF_THE_TABS = ["tabState", "query", "variables", "headers"].map((name) => `graphiql:${name}`);

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
  getItem: (key) => home(key).getItem(key),
  setItem: (key, value) => home(key).setItem(key, value),
  removeItem: (key) => home(key).removeItem(key),
  clear() {
    OF_THE_PERSON.forEach((key) => window.localStorage.removeItem(key));
    OF_THE_TABS.forEach((key) => window.sessionStorage.removeItem(key));
  },
};

/** Forgets the tabs of an earlier start, whose token and sessions are gone. */
export function forgetTabs(): void {
  OF_THE_TABS.forEach((key) => window.sessionStorage.removeItem(key));
}

/** Whether this visit has tabs already, from before a reload. */
export function hasTabs(): boolean {
  return window.sessionStorage.getItem("graphiql:tabState") !== null;
}

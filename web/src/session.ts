/** What was kept for as long as the browser's tab is open; undefined where there is nothing. */
export function readJson<Value>(key: string): Value | undefined {
  const stored = window.sessionStorage.getItem(key);
  return stored === null ? undefined : (JSON.parse(stored) as Value);
}

export function writeJson(key: string, value: unknown): void {
  window.sessionStorage.setItem(key, JSON.stringify(value));
}

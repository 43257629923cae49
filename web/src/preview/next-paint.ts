// A page that nobody sees is never painted.
const LONGEST_MS = 100;

/** When what has been told so far is on the screen. */
export function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, LONGEST_MS);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** Do it once there is nothing better to do. */
export function whenIdle(act: () => void): void {
  // Not every browser says when that is.
  if ("requestIdleCallback" in window) window.requestIdleCallback(act, { timeout: 1000 });
  else setTimeout(act, 300);
}

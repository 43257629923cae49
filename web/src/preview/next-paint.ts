// A page that nobody sees is never painted; a slow phone takes a while.
const LONGEST_MS = 1000;

/** When what has been told so far is on the screen. */
export function nextPaint(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, document.hidden ? 0 : LONGEST_MS);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** Do it once there is nothing better to do. */
export function whenIdle(act: () => void): void {
  // Not every browser says when that is.
  if ("requestIdleCallback" in window) window.requestIdleCallback(act, { timeout: 1000 });
  else setTimeout(act, 300);
}

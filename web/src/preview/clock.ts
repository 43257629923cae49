import { useEffect, useState } from "preact/hooks";

// How far the gateway's clock is ahead of this machine's.
let aheadMs = 0;

/** Take the gateway's word for what time it is. */
export function setServerTime(moment: string): void {
  aheadMs = Date.parse(moment) - Date.now();
}

/** Milliseconds by the gateway's clock. */
export function serverNow(): number {
  return Date.now() + aheadMs;
}

/** Milliseconds by this machine's clock, told again every second. */
export function useClock(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(ticking);
  }, []);
  return now;
}

/** Milliseconds by the gateway's clock, told again every second. */
export function useServerNow(): number {
  return useClock() + aheadMs;
}

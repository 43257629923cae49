import { Held } from "./held";

/** By which of the ways that the gateway offers the page asks. */
export interface Switches {
  subscriptions: "websocket" | "sse";
  /** The format of answers in parts. */
  parts: keyof typeof PARTS;
  /** Whether nothing that was read before will do, so that every call is seen. */
  anew: boolean;
}

/** What is accepted for each format of answers in parts. */
export const PARTS = {
  "v0.2": "multipart/mixed;incrementalSpec=v0.2",
  "20220824": "multipart/mixed;deferSpec=20220824",
} as const;

const KEY = "endpage:switches";
const USUAL: Switches = { subscriptions: "websocket", parts: "v0.2", anew: false };

/** The switches as they stand. They outlive a reload, and not the browser's tab. */
export const switches = new Held<Switches>(remembered());

export function turn(changed: Partial<Switches>): void {
  switches.set({ ...switches.get(), ...changed });
  window.sessionStorage.setItem(KEY, JSON.stringify(switches.get()));
}

function remembered(): Switches {
  const stored = window.sessionStorage.getItem(KEY);
  return stored === null ? USUAL : { ...USUAL, ...(JSON.parse(stored) as Partial<Switches>) };
}

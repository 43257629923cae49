import { useSyncExternalStore } from "react";

/** A value that several parts of the page look at, and that one of them changes. */
export class Held<Value> {
  private readonly listeners = new Set<() => void>();

  constructor(private value: Value) {}

  readonly get = (): Value => this.value;

  set(value: Value): void {
    this.value = value;
    this.listeners.forEach((listener) => listener());
  }

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export function useHeld<Value>(held: Held<Value>): Value {
  return useSyncExternalStore(held.listen, held.get);
}

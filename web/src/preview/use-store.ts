import { useLayoutEffect, useState } from "preact/hooks";

import type { State, Store } from "./store";

/** What a store knows, told again whenever that changes. The store is open for as long as it is used. */
export function useStore(store: Store | undefined): State | undefined {
  const [, again] = useState(0);
  // Not after the first picture: it has nothing to show before this.
  useLayoutEffect(() => {
    if (store === undefined) return;
    const leave = store.subscribe(() => again((count) => count + 1));
    store.open();
    return () => {
      leave();
      store.close();
    };
  }, [store]);
  return store?.state;
}

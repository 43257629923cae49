/**
 * The same values, each of which is told first. Who stops listening stops what they come from at once: a
 * generator around it would wait for the next value before it did.
 */
export function heard<Value>(values: AsyncIterable<Value>, tell: (value: Value) => void): AsyncIterableIterator<Value> {
  const iterator = values[Symbol.asyncIterator]();
  return {
    async next() {
      const result = await iterator.next();
      if (!result.done) tell(result.value);
      return result;
    },
    async return() {
      await iterator.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

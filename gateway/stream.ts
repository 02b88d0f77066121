export function isAsyncIterable<T>(value: unknown): value is AsyncIterable<T> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Maps each item. Unlike a generator, its `return` reaches the source at once, also while `next` waits. */
export function mapStream<From, To>(
  source: AsyncIterable<From>,
  map: (item: From) => To,
): AsyncIterableIterator<To> {
  const items = source[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const { done, value } = await items.next();
      return done ? { done, value: undefined } : { done: false, value: map(value) };
    },
    async return() {
      await items.return?.();
      return { done: true, value: undefined };
    },
  };
}

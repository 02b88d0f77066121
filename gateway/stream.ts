export function isAsyncIterable<T>(value: unknown): value is AsyncIterable<T> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/**
 * Maps each item; a source that fails ends with what `last` makes of the error (null: nothing). Unlike a generator,
 * its `return` reaches the source at once, also while `next` waits.
 */
export function mapStream<From, To>(
  source: AsyncIterable<From>,
  map: (item: From) => PromiseLike<To>,
  last: (error: unknown) => To | null,
): AsyncIterableIterator<To> {
  const items = source[Symbol.asyncIterator]();
  let isOver = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (isOver) return { done: true, value: undefined };
      try {
        const { done, value } = await items.next();
        if (!done) return { done: false, value: await map(value) };
        isOver = true;
        return { done: true, value: undefined };
      } catch (error) {
        isOver = true;
        const value = last(error);
        return value === null ? { done: true, value: undefined } : { done: false, value };
      }
    },
    async return() {
      isOver = true;
      await items.return?.();
      return { done: true, value: undefined };
    },
  };
}

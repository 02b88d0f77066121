/** Waits for a promise, but no longer than the signal allows; then throws the signal's reason. */
export async function until<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined); // seen by who waits for it, unless the signal comes first
  signal.throwIfAborted();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, ended]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

import type { SpanScope } from '#platform';
import type { Payer } from './target.js';

/** Who asked for a text first: pays for it and sees its span. */
export interface Asker {
  readonly payer: Payer;
  readonly span: SpanScope | null;
}

/** A text on its way to a model. Others who want the same one join; when the last has left nobody wants it any more. */
export class AskedText {
  readonly #answer = Promise.withResolvers<readonly number[]>();
  readonly #abandoned = new AbortController();
  #waiting = 0;

  constructor(
    readonly text: string,
    readonly asker: Asker,
  ) {
    this.#answer.promise.catch(() => undefined);
  }

  /** Aborts when nobody waits any more. */
  get abandoned(): AbortSignal {
    return this.#abandoned.signal;
  }

  resolve(vector: readonly number[]): void {
    this.#answer.resolve(vector);
  }

  reject(error: unknown): void {
    this.#answer.reject(error);
  }

  /** The vector, or the signal's reason if that ends first. */
  async join(signal: AbortSignal): Promise<readonly number[]> {
    signal.throwIfAborted();
    this.#waiting += 1;
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([this.#answer.promise, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#abandoned.abort();
    }
  }
}

/** Aborts when nobody waits for any of the texts. */
export function abandonedAll(texts: readonly AskedText[]): AbortSignal {
  const all = new AbortController();
  let left = texts.length;
  const leave = () => {
    left -= 1;
    if (left === 0) all.abort();
  };
  for (const { abandoned } of texts) {
    if (abandoned.aborted) leave();
    else abandoned.addEventListener('abort', leave, { once: true });
  }
  return all.signal;
}

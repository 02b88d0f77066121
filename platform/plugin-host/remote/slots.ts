import { AppError } from 'tributary/sdk';

/** So many at once; who comes later waits, in the order of coming, until its signal ends. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  readonly #mostWaiting: number;
  readonly #refusal: () => AppError;

  constructor(size: number, mostWaiting: number, refusal: () => AppError) {
    this.#free = size;
    this.#mostWaiting = mostWaiting;
    this.#refusal = refusal;
  }

  /** Call what it gives once the work is done. Throws the refusal when too many wait, and the signal's reason. */
  async take(signal: AbortSignal): Promise<() => void> {
    if (this.#free > 0) {
      this.#free -= 1;
    } else {
      if (this.#waiting.length >= this.#mostWaiting) throw this.#refusal();
      await this.#wait(signal);
    }
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const enter = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      this.#waiting.splice(this.#waiting.indexOf(enter), 1);
      reject(signal.reason);
    };
    if (signal.aborted) {
      reject(signal.reason);
    } else {
      this.#waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    }
    return promise;
  }
}

import type { AskedText } from './asked-text.js';

/** Texts that come within so many milliseconds go into one request. */
const gatherMs = 3;
/** Requests at once to one target. */
const mostRequests = 4;

/** Joins texts of many callers into few requests of a bounded size, few at a time. */
export class Gathering {
  #texts: AskedText[] = [];
  #timer: NodeJS.Timeout | null = null;
  #requests = 0;

  constructor(
    private readonly batchSize: number,
    /** Answers every text, or rejects it; never throws. */
    private readonly answer: (texts: readonly AskedText[]) => Promise<void>,
  ) {}

  add(texts: readonly AskedText[]): void {
    this.#texts.push(...texts);
    if (this.#texts.length >= this.batchSize) this.#send();
    else this.#timer ??= setTimeout(() => this.#send(), gatherMs);
  }

  #send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#texts.length > 0 && this.#requests < mostRequests) {
      const batch = this.#texts.splice(0, this.batchSize).filter(({ abandoned }) => !abandoned.aborted);
      if (batch.length === 0) continue;
      this.#requests += 1;
      void this.answer(batch).finally(() => {
        this.#requests -= 1;
        this.#send();
      });
    }
  }
}

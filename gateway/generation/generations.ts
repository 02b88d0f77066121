import { AppError } from 'tributary/sdk';
import type { Logger } from '#platform';
import type { Generation } from './generation.js';

/** How long streams run on in a generation that was replaced. */
const drainMs = 60_000;
/** A generation is ended sooner when so many newer ones have come. */
const newerAtMost = 3;

interface Retired {
  newer: number;
  sooner: AbortController;
  done: Promise<void>;
}

/** The newest generation serves new operations; those before it end with their last one. */
export class Generations {
  #newest: Generation | null = null;
  readonly #retired = new Set<Retired>();
  readonly #listeners = new Set<() => void>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  get newest(): Generation {
    if (!this.#newest) throw new AppError('SHUTTING_DOWN');
    return this.#newest;
  }

  /** Resolves when no operation runs on any of the generations before. */
  add(generation: Generation): Promise<void> {
    const before = this.#newest;
    this.#newest = generation;
    if (before) this.#retire(before);
    for (const retired of this.#retired) {
      retired.newer += 1;
      if (retired.newer >= newerAtMost) retired.sooner.abort();
    }
    this.#log.info({ generation: generation.id, retired: this.#retired.size }, 'Serving a new generation');
    for (const listener of this.#listeners) listener();
    return Promise.all([...this.#retired].map(({ done }) => done)).then(() => undefined);
  }

  /** Calls back when another generation serves. Returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Ends every stream, then every engine. */
  async close(): Promise<void> {
    if (this.#newest) this.#retire(this.#newest);
    this.#newest = null;
    for (const { sooner } of this.#retired) sooner.abort();
    await Promise.all([...this.#retired].map(({ done }) => done));
  }

  #retire(generation: Generation): void {
    const sooner = new AbortController();
    const done = generation.retire(drainMs, sooner.signal).then(
      () => void this.#retired.delete(entry),
      (err) => {
        this.#retired.delete(entry);
        this.#log.error({ err, generation: generation.id }, 'A generation could not be ended');
      },
    );
    const entry: Retired = { newer: 0, sooner, done };
    this.#retired.add(entry);
  }
}

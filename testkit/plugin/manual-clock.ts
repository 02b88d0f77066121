import type { Clock } from '#platform';

/** A clock that stands until a test moves it. It begins at the machine's time. */
export class ManualClock implements Clock {
  #ms = Date.now();

  now(): Date {
    return new Date(this.#ms);
  }

  /** Moves it forward. */
  advance(ms: number): void {
    this.#ms += ms;
  }
}

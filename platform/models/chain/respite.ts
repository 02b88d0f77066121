import type { ProviderFailure } from '../providers/provider.js';

/** What is longer counts as this: a quota of a day can be raised before, and a clock can be wrong. */
const longestMs = 600_000;

/** Until when a target said that it is not to be asked again (`Retry-After`): that binds all its callers. */
export class Respite {
  #until = 0;
  #failure: ProviderFailure | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** 0: it may be asked. */
  get leftMs(): number {
    return Math.max(0, this.#until - this.now());
  }

  /** By what it said so; null when it may be asked. */
  get failure(): ProviderFailure | null {
    return this.leftMs > 0 ? this.#failure : null;
  }

  /** Takes what a failed attempt was told; the longest time counts. */
  hear(failure: ProviderFailure): void {
    const until = this.now() + Math.min(failure.retryAfterMs ?? 0, longestMs);
    if (until <= this.#until) return;
    this.#until = until;
    this.#failure = failure;
  }
}

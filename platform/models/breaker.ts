const failuresToOpen = 5;
const openForMs = 30_000;

/** Stops asking a provider that keeps failing: after five failures in a row it rests for half a minute. */
export class Breaker {
  #failures = 0;
  #openUntil = 0;

  get isOpen(): boolean {
    return Date.now() < this.#openUntil;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    // After the rest one more failure is enough to rest again.
    if (this.#failures >= failuresToOpen) this.#openUntil = Date.now() + openForMs;
  }
}

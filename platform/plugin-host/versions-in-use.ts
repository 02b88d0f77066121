/** Counts what uses a version of a plugin, and says when nothing does any more. */
export class VersionsInUse {
  readonly #users = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Counts one in; call what it returns once it has ended. */
  hold(hash: string): () => void {
    this.#users.set(hash, (this.#users.get(hash) ?? 0) + 1);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      const left = (this.#users.get(hash) ?? 1) - 1;
      if (left > 0) this.#users.set(hash, left);
      else this.#freed(hash);
    };
  }

  /** Resolves when nothing uses the version. */
  async drained(hash: string): Promise<void> {
    if (!this.#users.has(hash)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(hash, [...(this.#waiting.get(hash) ?? []), resolve]);
    await promise;
  }

  #freed(hash: string): void {
    this.#users.delete(hash);
    const waiting = this.#waiting.get(hash) ?? [];
    this.#waiting.delete(hash);
    for (const resolve of waiting) resolve();
  }
}

const mostKept = 1_000;
const keptMs = 300_000;

/** Vectors of the last few minutes by key, for queries that are asked again; in memory only. */
export class RecentVectors {
  readonly #kept = new Map<string, { vector: readonly number[]; until: number }>();

  get(key: string): readonly number[] | null {
    const known = this.#kept.get(key);
    if (known === undefined) return null;
    this.#kept.delete(key);
    if (known.until < Date.now()) return null;
    this.#kept.set(key, known);
    return known.vector;
  }

  set(key: string, vector: readonly number[]): void {
    this.#kept.delete(key);
    this.#kept.set(key, { vector, until: Date.now() + keptMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

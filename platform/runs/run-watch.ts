import type { Database } from '#platform';

/** The channel on which a cancelled run's id is told. */
export const cancelChannel = 'tributary_run_cancelled';

/** Tells running runs that something happened to them elsewhere. One for a worker. */
export class RunWatch {
  readonly #watched = new Map<string, () => void>();
  #stop: (() => Promise<void>) | null = null;

  async start(database: Database): Promise<void> {
    this.#stop = await database.listen(cancelChannel, (runId) => {
      // Empty: the connection was lost for a while, so any run may have been cancelled.
      if (runId === '') for (const told of this.#watched.values()) told();
      else this.#watched.get(runId)?.();
    });
  }

  /** Returns how to end watching. */
  watch(runId: string, told: () => void): () => void {
    this.#watched.set(runId, told);
    return () => void this.#watched.delete(runId);
  }

  async close(): Promise<void> {
    await this.#stop?.();
    this.#stop = null;
  }
}

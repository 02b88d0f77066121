import type { Database } from '#platform';

/** The channel on which a cancelled run's id is told. */
export const cancelChannel = 'tributary_run_cancelled';

/** Tells running runs that something happened to them elsewhere. One for a worker; it listens from the first run on. */
export class RunWatch {
  readonly #database: Database;
  readonly #watched = new Map<string, () => void>();
  #listening: Promise<() => Promise<void>> | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Returns how to end watching. */
  async watch(runId: string, told: () => void): Promise<() => void> {
    this.#watched.set(runId, told);
    this.#listening ??= this.#database.listen(cancelChannel, (named) => this.#tell(named));
    await this.#listening;
    return () => void this.#watched.delete(runId);
  }

  async close(): Promise<void> {
    const stop = await this.#listening;
    this.#listening = null;
    await stop?.();
  }

  /** Empty: the connection was lost for a while, so any run may have been cancelled. */
  #tell(runId: string): void {
    if (runId === '') for (const told of this.#watched.values()) told();
    else this.#watched.get(runId)?.();
  }
}

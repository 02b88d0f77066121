import type { Logger } from '#platform';
import type { Database } from '#platform/database';

const flushMs = 5000;
/** What is remembered between two flushes; beyond it, uses of new fields are not counted. */
const mostEntries = 20_000;

/** Counts which fields operations use, and writes the sums every few seconds. */
export class OperationUse {
  readonly #database: Pick<Database, 'shared'>;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #counts = new Map<string, Map<string, number>>();
  #entries = 0;

  constructor(database: Pick<Database, 'shared'>, log: Logger) {
    this.#database = database;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), flushMs);
    this.#timer.unref();
  }

  add({ hash, coordinates }: { hash: string; coordinates: readonly string[] }): void {
    const known = this.#counts.get(hash) ?? new Map<string, number>();
    this.#counts.set(hash, known);
    for (const coordinate of coordinates) {
      const uses = known.get(coordinate);
      if (uses === undefined && this.#entries >= mostEntries) continue;
      if (uses === undefined) this.#entries += 1;
      known.set(coordinate, (uses ?? 0) + 1);
    }
  }

  async flush(): Promise<void> {
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    this.#entries = 0;
    const rows = [...counts].flatMap(([hash, fields]) =>
      [...fields].map(([coordinate, uses]) => ({ hash, coordinate, uses })),
    );
    try {
      await this.#database.shared((tx) =>
        tx.query(
          `insert into platform.operation_use as kept (day, hash, coordinate, uses)
           select current_date, hash, coordinate, uses
           from jsonb_to_recordset($1::jsonb) as new (hash text, coordinate text, uses bigint)
           order by hash, coordinate
           on conflict (day, hash, coordinate) do update set uses = kept.uses + excluded.uses`,
          [JSON.stringify(rows)],
        ),
      );
    } catch (err) {
      this.#log.warn({ err }, 'The use of operations could not be written');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}

import type { Logger } from '#platform';
import type { Database } from '#platform/database';
import type { OperationUsed } from './port.js';

const flushMs = 5000;
/** What is remembered between two flushes; beyond it, uses of new fields are not counted. */
const mostEntries = 20_000;

type Counts = Map<string, Map<string, number>>;

/** Counts which fields operations use, and which registered ones a tenant calls; writes the sums every few seconds. */
export class OperationUse {
  readonly #database: Pick<Database, 'shared' | 'tenant'>;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  /** Hash -> coordinate -> uses. */
  #fields: Counts = new Map();
  /** Tenant -> hash -> uses. */
  #calls: Counts = new Map();
  #entries = 0;

  constructor(database: Pick<Database, 'shared' | 'tenant'>, log: Logger) {
    this.#database = database;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), flushMs);
    this.#timer.unref();
  }

  add({ hash, coordinates, tenant }: OperationUsed): void {
    for (const coordinate of coordinates) this.#count(this.#fields, hash, coordinate);
    if (tenant !== null) this.#count(this.#calls, tenant, hash);
  }

  async flush(): Promise<void> {
    const [fields, calls] = [this.#fields, this.#calls];
    this.#fields = new Map();
    this.#calls = new Map();
    this.#entries = 0;
    try {
      if (fields.size > 0) await this.#writeFields(fields);
      for (const [tenant, uses] of calls) await this.#writeCalls(tenant, uses);
    } catch (err) {
      this.#log.warn({ err }, 'The use of operations could not be written');
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  #count(counts: Counts, outer: string, inner: string): void {
    const known = counts.get(outer) ?? new Map<string, number>();
    const uses = known.get(inner);
    if (uses === undefined && this.#entries >= mostEntries) return;
    if (uses === undefined) this.#entries += 1;
    counts.set(outer, known.set(inner, (uses ?? 0) + 1));
  }

  async #writeFields(counts: Counts): Promise<void> {
    const rows = [...counts].flatMap(([hash, fields]) =>
      [...fields].map(([coordinate, uses]) => ({ hash, coordinate, uses })),
    );
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
  }

  async #writeCalls(tenant: string, counts: ReadonlyMap<string, number>): Promise<void> {
    const rows = [...counts].map(([hash, uses]) => ({ hash, uses }));
    await this.#database.tenant(tenant, (tx) =>
      tx.query(
        `insert into platform.operation_calls as kept (tenant_id, day, hash, uses)
         select $1, current_date, hash, uses
         from jsonb_to_recordset($2::jsonb) as new (hash text, uses bigint)
         order by hash
         on conflict (tenant_id, day, hash) do update set uses = kept.uses + excluded.uses`,
        [tenant, JSON.stringify(rows)],
      ),
    );
  }
}

import type { Database } from '#platform/database';
import { OperationSet } from './operation-set.js';
import type { RegisteredOperation } from './port.js';

/** Tenants whose operations are kept in memory; the one that was read longest ago goes first. */
const mostTenants = 1000;
/** An unknown hash has the operations of its tenant read anew, at most this often. */
const readAnewMs = 1000;

interface Known {
  readonly operations: Promise<OperationSet>;
  /** When they were last read because a hash was not among them. */
  missedAt: number;
}

/** What tenants have registered, in memory until it changes: no query on the way of a request. */
export class TenantOperations {
  readonly #database: Pick<Database, 'tenant'>;
  readonly #known = new Map<string, Known>();

  constructor(database: Pick<Database, 'tenant'>) {
    this.#database = database;
  }

  of(tenant: string): Promise<OperationSet> {
    return (this.#known.get(tenant) ?? this.#read(tenant, 0)).operations;
  }

  /** Those of the tenant after a hash was not among them: news of its registration may still be on the way. */
  async afterMiss(tenant: string): Promise<OperationSet> {
    const known = this.#known.get(tenant);
    if (known && Date.now() - known.missedAt < readAnewMs) return known.operations;
    return this.#read(tenant, Date.now()).operations;
  }

  forget(tenant: string | null): void {
    if (tenant === null) this.#known.clear();
    else this.#known.delete(tenant);
  }

  #read(tenant: string, missedAt: number): Known {
    const operations = this.#database.tenant(tenant, async (tx) => {
      const rows = await tx.query<RegisteredOperation>(
        `select name, hash, document, tool, 'MUTATION' as source, null as plugin from platform.operations order by name`,
      );
      return new OperationSet(rows);
    });
    const known = { operations, missedAt };
    this.#known.delete(tenant);
    this.#known.set(tenant, known);
    operations.catch(() => {
      if (this.#known.get(tenant) === known) this.#known.delete(tenant);
    });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostTenants && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}

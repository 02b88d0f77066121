import type { SystemDatabase, Transaction } from '#platform';
import type { UsedOperation } from './gate/operations.js';

/** The operations of the system, from files and of plugins. */
export type SharedOperations = () => readonly {
  name: string;
  hash: string;
  document: string;
  /** The plugin that brings it. */
  plugin: string | null;
}[];

const mostOperations = 1000;
const recentDays = 7;

/**
 * The operations that the graph has to go on answering: those that are registered, by the system and by any tenant, and
 * those of the last seven days that used one of these fields. Those of tenants are named by their hash.
 */
export async function operationsInUse(
  system: SystemDatabase,
  shared: SharedOperations,
  fields: readonly string[],
): Promise<UsedOperation[]> {
  if (fields.length === 0) return [];
  const ofSystem = shared().map(({ name, hash, document }) => ({ name, hash, document, coordinates: [] }));
  const { tenants, recent } = await system.across(async (tx) => ({
    tenants: await ofTenants(tx, fields),
    recent: await recentlyUsed(tx, fields),
  }));
  const registered = [...ofSystem, ...tenants];
  const known = new Set(registered.map(({ hash }) => hash));
  return [...registered, ...recent.filter(({ hash }) => !known.has(hash))];
}

/** Those that name one of the fields come first: the operations of many tenants must not hide one that would break. */
function ofTenants(tx: Transaction, fields: readonly string[]) {
  const names = fields.flatMap((coordinate) => coordinate.split('.')[1] ?? []);
  return tx.query<UsedOperation & { hash: string }>(
    `select hash as name, hash, document, '{}'::text[] as coordinates
     from (select distinct on (hash) hash, document from platform.operations order by hash) as operation
     order by exists (select from unnest($2::text[]) as field where strpos(document, field) > 0) desc, hash
     limit $1`,
    [mostOperations, names],
  );
}

function recentlyUsed(tx: Transaction, fields: readonly string[]) {
  return tx.query<UsedOperation & { hash: string }>(
    `select hash as name, hash, null as document, array_agg(distinct coordinate) as coordinates
     from platform.operation_use where day > current_date - $2::int and coordinate = any($1)
     group by hash order by sum(uses) desc limit $3`,
    [fields, recentDays, mostOperations],
  );
}

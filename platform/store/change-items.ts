import { AppError, type StoreWrite } from 'tributary/sdk';
import type { Transaction } from '#platform';

const mostItems = 20_000;

/** One item that is written, or deleted when its JSON is null. */
export interface CheckedWrite {
  readonly collection: string;
  readonly key: string;
  readonly json: string | null;
  readonly version: number;
  readonly replaces: number | null;
  readonly indexes: readonly (readonly [field: string, value: string])[];
}

/** @throws AppError `BAD_USER_INPUT` when there are too many, or one is named twice */
export function expectOnce(writes: readonly StoreWrite[]): void {
  if (writes.length > mostItems) {
    throw new AppError('BAD_USER_INPUT', { reason: `writes: change ${mostItems} items at most` });
  }
  const named = new Set<string>();
  for (const { collection, key } of writes) {
    const name = JSON.stringify([collection, key]);
    if (named.has(name)) throw new AppError('BAD_USER_INPUT', { reason: `writes: ${key} is named twice` });
    named.add(name);
  }
}

/**
 * Writes the items set at a time. False when one is not what it replaces; then nothing has been written, for who replaces
 * something is looked at first, under the lock of its row or, where there must be none, of its name.
 */
export async function writeAll(
  tx: Transaction,
  { tenant, plugin }: { tenant: string; plugin: string },
  writes: readonly CheckedWrite[],
): Promise<boolean> {
  for (const { collection, key, replaces } of writes) {
    if (replaces === null) continue;
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `store ${tenant} ${plugin} ${collection} ${key}`,
    ]);
    const [found] = await tx.query<{ version: number }>(
      `select version from platform.plugin_store where plugin = $1 and collection = $2 and key = $3 for update`,
      [plugin, collection, key],
    );
    if ((found?.version ?? 0) !== replaces) return false;
  }
  const items = JSON.stringify(writes.map(({ collection, key }) => ({ collection, key })));
  const isNamed = `(s.collection, s.key) in (
    select collection, key from jsonb_to_recordset($2::jsonb) as item (collection text, key text))`;
  await tx.query(`delete from platform.plugin_store_indexes s where s.plugin = $1 and ${isNamed}`, [
    plugin,
    items,
  ]);
  const kept = writes.filter(({ json }) => json !== null);
  const gone = writes.filter(({ json }) => json === null);
  if (gone.length > 0) {
    const named = JSON.stringify(gone.map(({ collection, key }) => ({ collection, key })));
    await tx.query(`delete from platform.plugin_store s where s.plugin = $1 and ${isNamed}`, [plugin, named]);
  }
  if (kept.length > 0) {
    await tx.query(
      `insert into platform.plugin_store (tenant_id, plugin, collection, key, value, version)
       select $1, $2, item.collection, item.key, item.value::jsonb, item.version
         from unnest($3::text[], $4::text[], $5::text[], $6::int[]) as item (collection, key, value, version)
       on conflict (tenant_id, plugin, collection, key) do update
          set value = excluded.value, version = excluded.version`,
      [
        tenant,
        plugin,
        kept.map(({ collection }) => collection),
        kept.map(({ key }) => key),
        kept.map(({ json }) => json),
        kept.map(({ version }) => version),
      ],
    );
  }
  const entries = kept.flatMap(({ collection, key, indexes }) =>
    indexes.map(([field, value]) => ({ collection, key, field, value })),
  );
  if (entries.length > 0) {
    await tx.query(
      `insert into platform.plugin_store_indexes (tenant_id, plugin, collection, key, field, value)
       select $1, $2, entry.collection, entry.key, entry.field, entry.value
         from jsonb_to_recordset($3::jsonb) as entry (collection text, key text, field text, value text)`,
      [tenant, plugin, JSON.stringify(entries)],
    );
  }
  return true;
}

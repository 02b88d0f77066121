import {
  AppError,
  type IndexValue,
  type RequestContext,
  type StoredItem,
  type StoreService,
  type StoreWrite,
} from 'tributary/sdk';
import type { Database, Eraser, Transaction } from '#platform';
import { type CheckedWrite, expectOnce, writeAll } from './change-items.js';
import { checkedName, pageSize } from './limits.js';

const mostBytes = 256 * 1024;
const mostKeys = 1000;
const longestIndexed = 500;

/** The collections of all plugins; each call says whose data, and which plugin's. */
export type PluginStore = {
  [Method in Exclude<keyof StoreService, 'change'>]: (
    context: RequestContext,
    plugin: string,
    ...rest: Parameters<StoreService[Method]>
  ) => ReturnType<StoreService[Method]>;
} & {
  /** Writes all or nothing, with what else belongs to the change in the same transaction. */
  change(
    context: RequestContext,
    plugin: string,
    writes: readonly StoreWrite[],
    also: (tx: Transaction) => Promise<void>,
  ): Promise<boolean>;
};

const columns = 'key, value, version';
const ofCollection = 'plugin = $1 and collection = $2';

/** Named collections of JSON, one namespace a plugin and tenant, each call a transaction of its own. */
export function createStore({ database }: { database: Database }): PluginStore {
  const items = ({ tenant }: RequestContext, sql: string, parameters: readonly unknown[]) =>
    database.tenant(tenant, (tx) => tx.query<StoredItem>(sql, parameters));
  return {
    async get(context, plugin, collection, key) {
      const [item] = await items(
        context,
        `select ${columns} from platform.plugin_store where ${ofCollection} and key = $3`,
        [plugin, collection, key],
      );
      return item?.value ?? null;
    },

    async getMany(context, plugin, collection, keys) {
      if (keys.length > mostKeys) {
        throw new AppError('BAD_USER_INPUT', { reason: `keys: ask for ${mostKeys} at most` });
      }
      const found = await items(
        context,
        `select ${columns} from platform.plugin_store where ${ofCollection} and key = any($3)`,
        [plugin, collection, keys],
      );
      const byKey = new Map(found.map((item) => [item.key, item]));
      return keys.map((key) => byKey.get(key) ?? null);
    },

    async put({ tenant }, plugin, collection, key, value, options = {}) {
      const json = checkedValue(collection, key, value);
      const indexes = indexEntries(key, options.indexes ?? {});
      return database.tenant(tenant, async (tx) => {
        const parameters = [tenant, plugin, collection, key, json, options.version ?? 1];
        const written =
          options.replaces === undefined
            ? await tx.query(upsert, parameters)
            : await tx.query(replaceVersion, [...parameters, options.replaces]);
        if (written.length === 0) return false;
        await writeIndexes(tx, [tenant, plugin, collection, key], indexes);
        return true;
      });
    },

    async delete({ tenant }, plugin, collection, key) {
      await database.tenant(tenant, (tx) =>
        tx.query(`delete from platform.plugin_store where ${ofCollection} and key = $3`, [
          plugin,
          collection,
          key,
        ]),
      );
    },

    async change({ tenant }, plugin, writes, also) {
      expectOnce(writes);
      const checked = writes.map(
        (write): CheckedWrite => ({
          collection: checkedName(write.collection),
          key: checkedName(write.key),
          json: write.value === undefined ? null : checkedValue(write.collection, write.key, write.value),
          version: write.version ?? 1,
          replaces: write.replaces ?? null,
          indexes: indexEntries(write.key, write.indexes ?? {}),
        }),
      );
      return database.tenant(tenant, async (tx) => {
        if (!(await writeAll(tx, { tenant, plugin }, checked))) return false;
        await also(tx);
        return true;
      });
    },

    list: (context, plugin, collection, { first, after = null, prefix = '' } = {}) =>
      items(
        context,
        `select ${columns} from platform.plugin_store
          where ${ofCollection} and starts_with(key, $3) and ($4::text is null or key > $4)
          order by key limit $5`,
        [plugin, collection, prefix, after, pageSize(first)],
      ),

    async find({ tenant }, plugin, collection, { where, first, after = null, version = 1 }) {
      const wanted = indexEntries('where', where);
      if (wanted.length === 0) throw new AppError('BAD_USER_INPUT', { reason: 'where: name an index' });
      const size = pageSize(first);
      return database.tenant(tenant, async (tx) => {
        const [{ stale } = { stale: false }] = await tx.query<{ stale: boolean }>(
          `select exists (select from platform.plugin_store where ${ofCollection} and version < $3) as stale`,
          [plugin, collection, version],
        );
        const [lead, ...others] = wanted.map((_, at) => `field = $${6 + 2 * at} and value = $${7 + 2 * at}`);
        const also = others.map(
          (condition) => `and exists (
             select from platform.plugin_store_indexes where ${ofCollection} and ${condition} and key = lead.key)`,
        );
        // The keys of the page come from the indexes alone, in their order; only then are the values looked up.
        const rows = await tx.query<StoredItem>(
          `with page as materialized (
             select key from platform.plugin_store_indexes lead
              where ${ofCollection} and ${lead} and ($4::text is null or key > $4) ${also.join(' ')}
              order by key limit $5)
           select ${columns} from page join platform.plugin_store using (key)
            where tenant_id = $3 and ${ofCollection} order by key`,
          [plugin, collection, tenant, after, size + 1, ...wanted.flat()],
        );
        const page = rows.slice(0, size);
        return { items: page, stale, endCursor: rows.length > size ? (page.at(-1)?.key ?? null) : null };
      });
    },

    async count({ tenant }, plugin, collection, of) {
      const conditions = 'where' in of ? indexEntries('where', of.where) : [];
      const [lead, ...others] = conditions.map(
        (_, at) => `field = $${3 + 2 * at} and value = $${4 + 2 * at}`,
      );
      const also = others.map(
        (condition) => `and exists (
           select from platform.plugin_store_indexes where ${ofCollection} and ${condition} and key = lead.key)`,
      );
      const [sql, parameters]: [string, unknown[]] = lead
        ? [
            `platform.plugin_store_indexes lead where ${ofCollection} and ${lead} ${also.join(' ')}`,
            conditions.flat(),
          ]
        : [
            `platform.plugin_store where ${ofCollection} and starts_with(key, $3)`,
            ['prefix' in of ? of.prefix : ''],
          ];
      const rows = await database.tenant(tenant, (tx) =>
        tx.query<{ count: number }>(`select count(*)::int as count from ${sql}`, [
          plugin,
          collection,
          ...parameters,
        ]),
      );
      return rows[0]?.count ?? 0;
    },

    outdated: (context, plugin, collection, version, first = 100) =>
      items(
        context,
        `select ${columns} from platform.plugin_store where ${ofCollection} and version < $3
          order by version, key limit $4`,
        [plugin, collection, version, pageSize(first)],
      ),
  };
}

const upsert = `
  insert into platform.plugin_store (tenant_id, plugin, collection, key, value, version) values ($1, $2, $3, $4, $5, $6)
  on conflict (tenant_id, plugin, collection, key) do update set value = excluded.value, version = excluded.version
  returning key`;
const replaceVersion = `
  update platform.plugin_store set value = $5, version = $6
   where tenant_id = $1 and plugin = $2 and collection = $3 and key = $4 and version = $7 returning key`;

async function writeIndexes(
  tx: Transaction,
  item: readonly string[],
  indexes: readonly (readonly [string, string])[],
): Promise<void> {
  await tx.query(
    `delete from platform.plugin_store_indexes
      where tenant_id = $1 and plugin = $2 and collection = $3 and key = $4`,
    item,
  );
  if (indexes.length === 0) return;
  await tx.query(
    `insert into platform.plugin_store_indexes (tenant_id, plugin, collection, key, field, value)
     select $1, $2, $3, $4, field, value from unnest($5::text[], $6::text[]) as entry (field, value)`,
    [...item, indexes.map(([field]) => field), indexes.map(([, value]) => value)],
  );
}

/** Fields with their values as JSON text, so that the text `1` is not the number 1. */
function indexEntries(
  key: string,
  indexes: Readonly<Record<string, IndexValue>>,
): (readonly [string, string])[] {
  return Object.entries(indexes).map(([field, value]) => {
    const text = JSON.stringify(value ?? null);
    if (text.length > longestIndexed + 2) {
      const reason = `${key}: the indexed field ${field} is longer than ${longestIndexed} characters`;
      throw new AppError('BAD_USER_INPUT', { reason });
    }
    return [checkedName(field), text] as const;
  });
}

function checkedValue(collection: string, key: string, value: unknown): string {
  checkedName(collection);
  checkedName(key);
  const json = JSON.stringify(value ?? null);
  if (Buffer.byteLength(json) > mostBytes) {
    throw new AppError('BAD_USER_INPUT', { reason: `The value of ${key} is larger than ${mostBytes} bytes` });
  }
  return json;
}

/** What is kept under the id of a document, or indexed by it, goes with the document. */
export const storeEraser: Eraser = {
  name: 'store',
  async document(tx, documentId) {
    await tx.query(
      `delete from platform.plugin_store s where key = $1 or exists (
         select from platform.plugin_store_indexes i
          where i.value = $2 and (i.tenant_id, i.plugin, i.collection, i.key) = (s.tenant_id, s.plugin, s.collection, s.key))`,
      [documentId, JSON.stringify(documentId)],
    );
  },
  async tenant(tx) {
    await tx.query('delete from platform.plugin_store');
  },
};

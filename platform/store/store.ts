import { AppError, type RequestContext, type StoreService } from 'tributary/sdk';
import type { Database, Eraser } from '#platform';

const mostBytes = 256_000;
const longestName = 200;

/** The collections of all plugins; each call says whose data, and which plugin's. */
export type PluginStore = {
  [Method in keyof StoreService]: (
    context: RequestContext,
    plugin: string,
    ...rest: Parameters<StoreService[Method]>
  ) => ReturnType<StoreService[Method]>;
};

/** Named collections of JSON, one namespace a plugin and tenant, each call a transaction of its own. */
export function createStore({ database }: { database: Database }): PluginStore {
  return {
    async get({ tenant }, plugin, collection, key) {
      const rows = await database.tenant(tenant, (tx) =>
        tx.query<{ value: unknown }>(
          'select value from platform.plugin_store where plugin = $1 and collection = $2 and key = $3',
          [plugin, collection, key],
        ),
      );
      return rows[0]?.value ?? null;
    },

    async put({ tenant }, plugin, collection, key, value) {
      const json = checked(collection, key, value);
      await database.tenant(tenant, (tx) =>
        tx.query(
          `insert into platform.plugin_store (tenant_id, plugin, collection, key, value) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, plugin, collection, key) do update set value = excluded.value`,
          [tenant, plugin, collection, key, json],
        ),
      );
    },

    async delete({ tenant }, plugin, collection, key) {
      await database.tenant(tenant, (tx) =>
        tx.query('delete from platform.plugin_store where plugin = $1 and collection = $2 and key = $3', [
          plugin,
          collection,
          key,
        ]),
      );
    },

    list({ tenant }, plugin, collection, { first = 20, after = null, prefix = '' } = {}) {
      return database.tenant(tenant, (tx) =>
        tx.query<{ key: string; value: unknown }>(
          `select key, value from platform.plugin_store
            where plugin = $1 and collection = $2 and starts_with(key, $3) and ($4::text is null or key > $4)
            order by key limit $5`,
          [plugin, collection, prefix, after, Math.min(Math.max(first, 1), 100)],
        ),
      );
    },
  };
}

function checked(collection: string, key: string, value: unknown): string {
  const json = JSON.stringify(value ?? null);
  if (collection.length > longestName || key.length > longestName) {
    throw new AppError('BAD_USER_INPUT', {
      reason: `The name ${key} is longer than ${longestName} characters`,
    });
  }
  if (Buffer.byteLength(json) > mostBytes) {
    throw new AppError('BAD_USER_INPUT', { reason: `The value of ${key} is larger than ${mostBytes} bytes` });
  }
  return json;
}

export const storeEraser: Eraser = {
  name: 'store',
  async document(tx, documentId) {
    await tx.query('delete from platform.plugin_store where key = $1', [documentId]);
  },
  async tenant(tx) {
    await tx.query('delete from platform.plugin_store');
  },
};

import { AppError, type BlobInfo, type BlobsService, type RequestContext } from 'tributary/sdk';
import type { Blobs, Database, Eraser } from '#platform';
import { checkedName, pageSize } from './limits.js';

const mostBytes = 16 * 1024 ** 2;
const mostTogether = 1024 ** 3;

/** The blobs of all plugins; each call says whose data, and which plugin's. */
export type PluginBlobs = {
  [Method in keyof BlobsService]: (
    context: RequestContext,
    plugin: string,
    signal: AbortSignal,
    ...rest: Parameters<BlobsService[Method]>
  ) => ReturnType<BlobsService[Method]>;
};

type Row = Omit<BlobInfo, 'createdAt'> & { createdAt: Date };
const columns = 'name, size::float8 as size, sha256, media_type as "mediaType", created_at as "createdAt"';
const view = (row: Row): BlobInfo => ({ ...row, createdAt: row.createdAt.toISOString() });

/** Bytes below a namespace of tenant and plugin: names and sizes in the database, bytes among the blobs. */
export function createPluginBlobs({ database, blobs }: { database: Database; blobs: Blobs }): PluginBlobs {
  return {
    async put({ tenant }, plugin, signal, name, bytes, { mediaType = null as string | null } = {}) {
      checkedName(name);
      if (bytes.byteLength > mostBytes) throw tooLarge(`The blob ${name} is too large`, mostBytes);
      const { key, ...stored } = await blobs.put(tenant, once(bytes), { maxBytes: mostBytes, signal });
      try {
        const { row, replaced } = await database.tenant(tenant, async (tx) => {
          // Two that are stored at once must not pass the bound together.
          await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
            `${tenant} blobs ${plugin}`,
          ]);
          const [before] = await tx.query<{ replaced: string | null; others: number }>(
            `select max(blob_key) filter (where name = $2) as replaced,
                coalesce(sum(size) filter (where name <> $2), 0)::float8 as others
               from platform.plugin_blobs where plugin = $1`,
            [plugin, name],
          );
          if ((before?.others ?? 0) + stored.size > mostTogether) {
            throw tooLarge(`The blobs of ${plugin} are too large together`, mostTogether);
          }
          const [written] = await tx.query<Row>(
            `insert into platform.plugin_blobs as b (tenant_id, plugin, name, blob_key, size, sha256, media_type)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (tenant_id, plugin, name) do update set blob_key = excluded.blob_key, size = excluded.size,
               sha256 = excluded.sha256, media_type = excluded.media_type, created_at = excluded.created_at
             returning ${columns}`,
            [tenant, plugin, name, key, stored.size, stored.sha256, mediaType],
          );
          return { row: written, replaced: before?.replaced ?? null };
        });
        if (replaced) await blobs.delete(tenant, replaced);
        if (!row) throw new AppError('INTERNAL', { reason: 'a blob was not written' });
        return view(row);
      } catch (error) {
        await blobs.delete(tenant, key);
        throw error;
      }
    },

    async get({ tenant }, plugin, signal, name) {
      const [row] = await database.tenant(tenant, (tx) =>
        tx.query<{ key: string }>(
          'select blob_key as key from platform.plugin_blobs where plugin = $1 and name = $2',
          [plugin, name],
        ),
      );
      return row ? blobs.get(tenant, row.key, signal) : null;
    },

    async list({ tenant }, plugin, _signal, { first, after = null, prefix = '' } = {}) {
      const rows = await database.tenant(tenant, (tx) =>
        tx.query<Row>(
          `select ${columns} from platform.plugin_blobs
            where plugin = $1 and starts_with(name, $2) and ($3::text is null or name > $3)
            order by name limit $4`,
          [plugin, prefix, after, pageSize(first)],
        ),
      );
      return rows.map(view);
    },

    async delete({ tenant }, plugin, _signal, name) {
      const rows = await database.tenant(tenant, (tx) =>
        tx.query<{ key: string }>(
          'delete from platform.plugin_blobs where plugin = $1 and name = $2 returning blob_key as key',
          [plugin, name],
        ),
      );
      for (const { key } of rows) await blobs.delete(tenant, key);
    },
  };
}

/** What is named by a document goes with it; with a tenant all its bytes go. */
export function pluginBlobsEraser(blobs: Blobs): Eraser {
  return {
    name: 'plugin-blobs',
    async document(tx, documentId) {
      const rows = await tx.query<{ key: string }>(
        `delete from platform.plugin_blobs where name = $1 or starts_with(name, $1 || '/') returning blob_key as key`,
        [documentId],
      );
      for (const { key } of rows) await blobs.delete(tx.tenant ?? '', key);
    },
    async tenant(tx) {
      const rows = await tx.query<{ key: string }>(
        'delete from platform.plugin_blobs returning blob_key as key',
      );
      for (const { key } of rows) await blobs.delete(tx.tenant ?? '', key);
    },
  };
}

const tooLarge = (reason: string, max: number) => new AppError('BLOB_TOO_LARGE', { reason, max });

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

import type { PluginIsolation, PluginSource, PluginVersion, RemoteSource } from '#platform';
import type { Database } from '#platform/database';
import { checkManifest } from '../check-manifest.js';
import { type PluginFiles, packFiles, unpackFiles } from './plugin-files.js';

/** A version as the database keeps it for every process. */
export interface KeptVersion extends Omit<PluginVersion, 'isolation' | 'folder' | 'code'> {
  readonly isolation?: PluginIsolation;
}

interface Row {
  hash: string;
  plugin: string;
  manifest: unknown;
  source: PluginSource;
  remote: RemoteSource | null;
}

/** Of each plugin, besides the one that is enabled. */
const mostVersions = 20;
const columns = 'hash, plugin, manifest, source, remote';

/** The versions that were enabled or checked once, with their files. */
export class KeptVersions {
  readonly #database: Pick<Database, 'shared'>;

  constructor(database: Pick<Database, 'shared'>) {
    this.#database = database;
  }

  async keep(version: KeptVersion, files: PluginFiles | null): Promise<void> {
    const { hash, plugin, manifest, source, remote = null } = version;
    const packed = files === null ? null : await packFiles(files);
    await this.#database.shared(async (tx) => {
      await tx.query(
        `insert into platform.plugin_versions (hash, plugin, version, manifest, source, files, remote)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (hash) do update set source = excluded.source`,
        [
          hash,
          plugin,
          manifest.version,
          JSON.stringify(manifest),
          source,
          packed,
          remote && JSON.stringify(remote),
        ],
      );
      await tx.query(
        `delete from platform.plugin_versions where plugin = $1
           and hash not in (select hash from platform.plugin_versions where plugin = $1 order by created_at desc limit $2)
           and hash not in (select hash from platform.plugins)`,
        [plugin, mostVersions],
      );
    });
  }

  async find(hash: string): Promise<KeptVersion | null> {
    const [row] = await this.#database.shared((tx) =>
      tx.query<Row>(`select ${columns} from platform.plugin_versions where hash = $1`, [hash]),
    );
    return row ? versionOf(row) : null;
  }

  /** The versions of a plugin, or of all, newest first; 200 at most. */
  async list(plugin: string | null = null): Promise<KeptVersion[]> {
    const rows = await this.#database.shared((tx) =>
      tx.query<Row>(
        `select ${columns} from platform.plugin_versions where $1::text is null or plugin = $1
         order by created_at desc limit 200`,
        [plugin],
      ),
    );
    return rows.map(versionOf);
  }

  async files(hash: string): Promise<PluginFiles> {
    const [row] = await this.#database.shared((tx) =>
      tx.query<{ files: Buffer | null }>('select files from platform.plugin_versions where hash = $1', [
        hash,
      ]),
    );
    return row?.files ? unpackFiles(row.files) : new Map();
  }
}

function versionOf({ manifest: data, remote, ...row }: Row): KeptVersion {
  const manifest = checkManifest(data, row.plugin);
  return { ...row, version: manifest.version, manifest, ...(remote && { remote }) };
}

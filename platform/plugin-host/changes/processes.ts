import type { PluginHealth, PluginIsolation } from '#platform';
import type { Database } from '#platform/database';

/** What a process says of a plugin that it should have. */
export interface ProcessPlugin {
  readonly plugin: string;
  readonly hash: string;
  readonly version: string;
  readonly isolation: PluginIsolation;
  readonly state: 'LOADED' | 'FAILED';
  /** Why it is not loaded. */
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly health: PluginHealth | null;
}

export interface PluginProcess {
  readonly process: string;
  /** How it is called in messages: its roles, machine and process id. */
  readonly name: string;
  readonly roles: readonly string[];
  readonly plugins: readonly ProcessPlugin[];
}

/** A process that was not seen for so long is gone. */
const goneSeconds = 15;

/** The processes that load plugins or serve their graph. */
export class PluginProcesses {
  readonly #database: Pick<Database, 'shared'>;

  constructor(database: Pick<Database, 'shared'>) {
    this.#database = database;
  }

  async seen({ process, name, roles, plugins }: PluginProcess): Promise<void> {
    await this.#database.shared((tx) =>
      tx.query(
        `insert into platform.plugin_processes (process, name, roles, plugins) values ($1, $2, $3, $4)
         on conflict (process) do update set plugins = excluded.plugins, seen_at = now()`,
        [process, name, roles, JSON.stringify(plugins)],
      ),
    );
  }

  /** Those that are there; others that died are forgotten. */
  alive(): Promise<PluginProcess[]> {
    return this.#database.shared((tx) =>
      tx.query<PluginProcess>(
        `select process, name, roles, plugins from platform.plugin_processes
         where seen_at > now() - make_interval(secs => $1) order by name, process limit 100`,
        [goneSeconds],
      ),
    );
  }

  /** Those of these that have not left: one that died silently has not. */
  async staying(processes: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#database.shared((tx) =>
      tx.query<{ process: string }>(
        'select process from platform.plugin_processes where process = any($1::uuid[])',
        [processes],
      ),
    );
    return new Set(rows.map(({ process }) => process));
  }

  async left(process: string): Promise<void> {
    await this.#database.shared((tx) =>
      tx.query(
        `delete from platform.plugin_processes where process = $1 or seen_at < now() - interval '1 hour'`,
        [process],
      ),
    );
  }
}

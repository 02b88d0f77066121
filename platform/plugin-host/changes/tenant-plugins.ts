import { AppError, type RequestContext } from 'tributary/sdk';
import type { Database as DatabasePort, Logger, SystemDatabase } from '#platform';

const channel = 'tributary_plugin_tenants';

/** Plugins that are switched off for single tenants, in memory; changes of any process are heard of at once. */
export class TenantPlugins {
  readonly #database: Pick<DatabasePort, 'tenant' | 'listen'>;
  readonly #system: SystemDatabase;
  readonly #log: Logger;
  #disabled: ReadonlySet<string> = new Set();
  #reading: Promise<void> = Promise.resolve();
  #unlisten: (() => Promise<void>) | null = null;

  constructor(database: Pick<DatabasePort, 'tenant' | 'listen'>, system: SystemDatabase, log: Logger) {
    this.#database = database;
    this.#system = system;
    this.#log = log;
  }

  async start(): Promise<void> {
    this.#unlisten = await this.#database.listen(channel, () => void this.#readAnew());
    await this.#read();
  }

  async stop(): Promise<void> {
    await this.#unlisten?.();
    await this.#reading;
  }

  isDisabled(tenant: string, plugin: string): boolean {
    return this.#disabled.size > 0 && this.#disabled.has(`${tenant} ${plugin}`);
  }

  /** @throws AppError `PLUGIN_DISABLED` */
  expectEnabled(tenant: string, plugin: string): void {
    if (this.isDisabled(tenant, plugin)) throw new AppError('PLUGIN_DISABLED', { plugin });
  }

  async set({ tenant, actor }: RequestContext, plugin: string, enabled: boolean): Promise<void> {
    await this.#database.tenant(tenant, async (tx) => {
      await tx.query(
        `insert into platform.plugin_tenants (tenant_id, plugin, enabled, changed_by) values ($1, $2, $3, $4)
         on conflict (tenant_id, plugin) do update
           set enabled = excluded.enabled, changed_by = excluded.changed_by, changed_at = now()`,
        [tenant, plugin, enabled, actor],
      );
      await tx.query(`select pg_notify($1, '')`, [channel]);
    });
    await this.#readAnew();
  }

  #readAnew(): Promise<void> {
    this.#reading = this.#reading
      .then(() => this.#read())
      .catch((err: unknown) => this.#log.warn({ err }, 'The plugins of tenants could not be read'));
    return this.#reading;
  }

  async #read(): Promise<void> {
    const rows = await this.#system.across((tx) =>
      tx.query<{ key: string }>(
        `select tenant_id || ' ' || plugin as key from platform.plugin_tenants where not enabled`,
      ),
    );
    this.#disabled = new Set(rows.map(({ key }) => key));
  }
}

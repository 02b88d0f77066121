import { AppError, type RequestContext, z } from 'tributary/sdk';
import type { Database, Keys, Outbox, PluginCatalogue, PluginSettings, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { secretSettings } from '#platform/plugin-host';

export interface PluginSettingsParts {
  database: Database;
  keys: Keys;
  outbox: Outbox;
  plugins: PluginCatalogue;
}

/** What may be shown of a plugin's settings. */
export interface ShownSettings {
  /** The values that were set, without those that are secret. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The names of the secret ones that are set. */
  readonly secretsSet: readonly string[];
}

type Values = Record<string, unknown>;
type Schema = Readonly<Record<string, unknown>>;

const subject = 'plugin-settings';
/** Tells every process that settings of a tenant have changed. */
const channel = 'tributary_plugin_settings';
/** Of so many tenants and plugins the settings are remembered. */
const mostKnown = 10_000;
const valuesShape = z.record(z.string(), z.unknown());

/** Settings of plugins in a tenant: validated by the schema of the manifest, secrets encrypted and never shown. */
export class PluginSettingsService implements PluginSettings {
  readonly #parts: PluginSettingsParts;
  /** Settings without secrets as they were read last, by tenant and plugin; the same object until they change. */
  readonly #known = new Map<string, { schema: Schema; values: Values }>();
  #changes = 0;
  #listening: Promise<unknown> | null = null;

  constructor(parts: PluginSettingsParts) {
    this.#parts = parts;
  }

  async read({ tenant }: RequestContext, plugin: string): Promise<Values> {
    const schema = this.#schemaOf(plugin);
    if (!schema) return {};
    const key = `${tenant} ${plugin}`;
    const known = this.#known.get(key);
    if (known?.schema === schema) return known.values;
    // Whatever changes from now on is heard of before it is read.
    await this.#listen();
    const changes = this.#changes;
    const stored = await this.#parts.database.tenant(tenant, (tx) => this.#stored(tx, plugin));
    const parsed = z.fromJSONSchema(schema).safeParse(stored);
    if (parsed.success) {
      const values = valuesShape.parse(parsed.data);
      const isRemembered = changes === this.#changes && secretSettings(schema).length === 0;
      if (isRemembered && this.#known.size < mostKnown) this.#known.set(key, { schema, values });
      return values;
    }
    const setting = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new AppError('SETTINGS_MISSING', { plugin, setting });
  }

  /** @throws AppError `FORBIDDEN` */
  async show(context: RequestContext, plugin: string): Promise<ShownSettings> {
    authorize(context, 'plugins:manage');
    const stored = await this.#parts.database.tenant(context.tenant, (tx) => this.#stored(tx, plugin));
    return shown(stored, this.#schemaOf(plugin));
  }

  /**
   * Sets the named values and leaves the others; null takes a value away. The whole has to fit the schema.
   * @throws AppError `FORBIDDEN`, `PLUGIN_NOT_FOUND`, `BAD_USER_INPUT` naming the setting
   */
  async set(context: RequestContext, plugin: string, given: unknown): Promise<ShownSettings> {
    authorize(context, 'plugins:manage');
    const schema = this.#schemaOf(plugin);
    if (!schema)
      throw new AppError('PLUGIN_NOT_FOUND', { plugin: `${plugin} with settings that is enabled` });
    const changes = valuesShape.safeParse(given);
    if (!changes.success) throw new AppError('BAD_USER_INPUT', { reason: 'settings: is not an object' });
    const { database, outbox, keys } = this.#parts;
    const shownSettings = await database.tenant(context.tenant, async (tx) => {
      const merged = { ...(await this.#stored(tx, plugin)), ...changes.data };
      const values = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
      expectFitting(schema, values);
      const { open, secret } = parted(values, schema);
      const sealed = Object.keys(secret).length > 0 ? Buffer.from(JSON.stringify(secret)) : null;
      await tx.query(
        `insert into capabilities.plugin_settings (tenant_id, plugin, settings, secrets, changed_by)
         values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, plugin) do update set settings = excluded.settings, secrets = excluded.secrets,
           changed_by = excluded.changed_by, changed_at = clock_timestamp()`,
        [
          context.tenant,
          plugin,
          JSON.stringify(open),
          sealed && (await keys.encrypt(tx, subject, sealed)),
          context.actor,
        ],
      );
      await outbox.audit(tx, context, {
        kind: 'mutation',
        action: 'plugins.settings',
        subjects: [{ type: 'Plugin', id: plugin }],
        body: { settings: Object.keys(changes.data).sort() },
      });
      await tx.query('select pg_notify($1, $2)', [channel, context.tenant]);
      return shown(values, schema);
    });
    // Whoever asks this process next need not wait for the news.
    this.#forget(context.tenant);
    return shownSettings;
  }

  /** The connection listens until it is closed with the database. */
  #listen(): Promise<unknown> {
    this.#listening ??= this.#parts.database
      .listen(channel, (tenant) => this.#forget(tenant))
      .catch((error: unknown) => {
        this.#listening = null;
        throw error;
      });
    return this.#listening;
  }

  /** Without a tenant, as after a lost connection, anything may have changed. */
  #forget(tenant: string): void {
    this.#changes += 1;
    for (const key of this.#known.keys()) if (key.startsWith(tenant)) this.#known.delete(key);
  }

  #schemaOf(plugin: string): Schema | null {
    return this.#parts.plugins.plugins().find(({ id }) => id === plugin)?.settings ?? null;
  }

  async #stored(tx: Transaction, plugin: string): Promise<Values> {
    const [row] = await tx.query<{ settings: Values; secrets: Buffer | null }>(
      'select settings, secrets from capabilities.plugin_settings where plugin = $1',
      [plugin],
    );
    if (!row) return {};
    if (!row.secrets) return row.settings;
    const plain = await this.#parts.keys.decrypt(tx, subject, row.secrets);
    return { ...row.settings, ...valuesShape.parse(JSON.parse(Buffer.from(plain).toString('utf8'))) };
  }
}

function expectFitting(schema: Schema, values: Values): void {
  const unknown = Object.keys(values).find((name) => !propertiesOf(schema).includes(name));
  if (unknown !== undefined) {
    const known = propertiesOf(schema).join(', ') || 'none';
    throw new AppError('BAD_USER_INPUT', { reason: `settings.${unknown}: is unknown; there are ${known}` });
  }
  const parsed = z.fromJSONSchema(schema).safeParse(values);
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  const where = ['settings', ...(issue?.path ?? [])].join('.');
  throw new AppError('BAD_USER_INPUT', { reason: `${where}: ${issue?.message}` });
}

function propertiesOf({ properties }: Schema): string[] {
  return Object.keys(valuesShape.catch({}).parse(properties));
}

function parted(values: Values, schema: Schema): { open: Values; secret: Values } {
  const secrets = secretSettings(schema);
  const pick = (wanted: boolean) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => secrets.includes(name) === wanted));
  return { open: pick(false), secret: pick(true) };
}

function shown(values: Values, schema: Schema | null): ShownSettings {
  // Without a schema nobody knows what is secret: nothing is shown.
  if (!schema) return { values: {}, secretsSet: [] };
  const { open, secret } = parted(values, schema);
  return { values: open, secretsSet: Object.keys(secret).sort() };
}

import { AppError, type RequestContext } from 'tributary/sdk';
import type {
  Database as DatabasePort,
  Logger,
  Outbox,
  PluginChangeRequest,
  PluginChangeResult,
  PluginChanges,
  PluginVersion,
} from '#platform';
import type { Database } from '#platform/database';
import { checkUnique } from '../contributions.js';
import { type ChangeProtocol, oneAtATime } from './change-protocol.js';
import type { DesiredState } from './desired-state.js';
import { ChangeRefused, refused, refusedFor } from './failures.js';
import type { GraphJudge } from './judge.js';
import type { KeptVersion, KeptVersions } from './kept-versions.js';
import { expectMayChange, type IsOperator } from './operators.js';
import { deniedPermissions, missingForDisable, missingForEnable } from './requirements.js';
import type { PluginSite } from './site.js';
import type { TenantPlugins } from './tenant-plugins.js';
import type { VersionFinder } from './version-finder.js';

export interface ChangesParts {
  readonly database: Pick<Database, 'shared'> & Pick<DatabasePort, 'tenant'>;
  readonly outbox: Outbox;
  readonly log: Logger;
  readonly state: DesiredState;
  readonly kept: KeptVersions;
  readonly finder: VersionFinder;
  readonly judge: GraphJudge;
  readonly protocol: ChangeProtocol;
  readonly tenants: TenantPlugins;
  /** Of this process, where a candidate is loaded first. */
  readonly site: PluginSite;
  /** The services that plugins which are not shipped may use. */
  readonly allow: readonly string[];
  readonly isOperator: IsOperator;
  /** The plugins that came with the system in the versions of this process. */
  shipped(): readonly PluginVersion[];
}

type Enabled = Pick<PluginVersion, 'plugin' | 'hash' | 'manifest'>;

/** Turns plugins on, off and up, whole or not at all. */
export function createPluginChanges(parts: ChangesParts): Pick<PluginChanges, 'change'> {
  return {
    async change(context, request) {
      expectMayChange(context, request.onlyTenant ?? false, parts.isOperator);
      try {
        const result = request.onlyTenant
          ? await ofTenant(parts, context, request)
          : await oneAtATime(parts.database, () => change(parts, context, request));
        if (result.type !== 'PluginChecked') await audit(parts, context, request, result);
        return result;
      } catch (error) {
        const failure = failureOf(request.plugin, error);
        if (!request.dryRun) await audit(parts, context, request, failure);
        parts.log.info(
          { plugin: request.plugin, code: 'code' in failure ? failure.code : null },
          'A change of a plugin was refused',
        );
        return failure;
      }
    },
  };
}

async function change(
  parts: ChangesParts,
  context: RequestContext,
  request: PluginChangeRequest,
): Promise<PluginChangeResult> {
  const enabled = await enabledNow(parts);
  return request.action === 'ENABLE'
    ? enable(parts, context, request, enabled)
    : disable(parts, context, request, enabled);
}

async function enable(
  parts: ChangesParts,
  { actor }: RequestContext,
  request: PluginChangeRequest,
  enabled: readonly Enabled[],
): Promise<PluginChangeResult> {
  const { finder, judge, protocol, site } = parts;
  const version = await finder.find(request);
  const { plugin, hash } = version;
  expectPossible(parts, version, enabled);
  const { hosted, release } = await site.load(await finder.ready(hash));
  try {
    const difference = await judge.judge(plugin, hosted, request.force ?? false);
    if (request.dryRun) return { type: 'PluginChecked', plugin, version: version.version, ...difference };
    const generation = await protocol.run({ plugin, action: 'ENABLE', hash }, actor);
    return { type: 'PluginEnabled', plugin, version: version.version, generation };
  } finally {
    await release();
  }
}

function expectPossible({ allow }: ChangesParts, version: KeptVersion, enabled: readonly Enabled[]): void {
  const { manifest, plugin, source } = version;
  const denied = deniedPermissions(manifest, source, allow);
  if (denied.length > 0) {
    const permission = denied.map(({ coordinate }) => coordinate?.replace('permissions.', '')).join(', ');
    throw refused('PermissionDenied', 'PLUGIN_PERMISSION_DENIED', { plugin, permission }, denied);
  }
  const missing = missingForEnable(
    manifest,
    enabled.map((one) => one.manifest),
  );
  if (missing.length > 0) throw refused('MissingDependency', 'MISSING_DEPENDENCY', {}, missing);
  checkUnique([...enabled.filter((one) => one.plugin !== plugin), version]);
}

async function disable(
  parts: ChangesParts,
  { actor }: RequestContext,
  { plugin, dryRun = false, force = false }: PluginChangeRequest,
  enabled: readonly Enabled[],
): Promise<PluginChangeResult> {
  const { judge, protocol } = parts;
  const present = enabled.find((one) => one.plugin === plugin);
  if (!present) throw new AppError('PLUGIN_NOT_FOUND', { plugin: `${plugin} that is enabled` });
  const missing = missingForDisable(
    plugin,
    enabled.map(({ manifest }) => manifest),
  );
  if (missing.length > 0) throw refused('MissingDependency', 'MISSING_DEPENDENCY', {}, missing);
  const { version } = present.manifest;
  const difference = await judge.judge(plugin, null, force);
  if (dryRun) return { type: 'PluginChecked', plugin, version, ...difference };
  const generation = await protocol.run({ plugin, action: 'DISABLE', hash: present.hash }, actor);
  return { type: 'PluginDisabled', plugin, version, generation };
}

async function ofTenant(
  parts: ChangesParts,
  context: RequestContext,
  { plugin, action, dryRun }: PluginChangeRequest,
): Promise<PluginChangeResult> {
  const present = (await enabledNow(parts)).find((one) => one.plugin === plugin);
  if (!present) throw new AppError('PLUGIN_NOT_FOUND', { plugin: `${plugin} that is enabled` });
  const { version } = present.manifest;
  if (dryRun) return { type: 'PluginChecked', plugin, version, added: [], removed: [], changed: [] };
  await parts.tenants.set(context, plugin, action === 'ENABLE');
  const type = action === 'ENABLE' ? 'PluginEnabled' : 'PluginDisabled';
  return { type, plugin, version, generation: null };
}

/** What is desired, with the shipped plugins that nobody said anything of. */
async function enabledNow({ state, kept, shipped }: ChangesParts): Promise<Enabled[]> {
  const { desired } = await state.read();
  const untouched = shipped().filter(({ plugin }) => !desired.some((one) => one.plugin === plugin));
  const asked = await Promise.all(
    desired
      .filter(({ enabled }) => enabled)
      .map(
        async ({ plugin, hash }) =>
          shipped().find((one) => one.hash === hash) ??
          (await kept.find(hash)) ??
          shipped().find((one) => one.plugin === plugin),
      ),
  );
  return [...untouched, ...asked.filter((one) => one !== undefined)];
}

function failureOf(plugin: string, error: unknown): PluginChangeResult {
  if (error instanceof ChangeRefused) return error.failure;
  if (!(error instanceof AppError) || error.code === 'FORBIDDEN' || error.status === 401) throw error;
  return refusedFor(plugin, error).failure;
}

async function audit(
  { database, outbox }: ChangesParts,
  context: RequestContext,
  { plugin, action, onlyTenant = false, force = false }: PluginChangeRequest,
  result: PluginChangeResult,
): Promise<void> {
  const outcome =
    'culprits' in result
      ? {
          code: result.code,
          culprits: result.culprits
            .slice(0, 20)
            .map(({ coordinate, operation, plugin: of }) => ({ plugin: of, coordinate, operation })),
        }
      : 'generation' in result
        ? { version: result.version, generation: result.generation }
        : {};
  await database.tenant(context.tenant, (tx) =>
    outbox.audit(tx, context, {
      kind: 'mutation',
      action: `plugins.${action.toLowerCase()}`,
      subjects: [{ type: 'Plugin', id: 'plugin' in result ? result.plugin : plugin }],
      body: { type: result.type, onlyTenant, force, ...outcome },
    }),
  );
}

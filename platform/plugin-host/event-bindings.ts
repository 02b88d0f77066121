import { type EventName, type RequestContext, rightsOfAccessList, z } from 'tributary/sdk';
import type {
  Access,
  CapabilityRunner,
  Contributor,
  Database,
  EventHandler,
  HostedCapability,
  HostedJob,
  HostedPlugin,
  PluginSwitches,
  Transaction,
} from '#platform';
import { defaultTimeoutMs } from './jobs/plugin-job.js';
import { bindServices } from './services/bind-services.js';
import type { ServiceParts } from './services/service-parts.js';

export interface EventBinding {
  runner: CapabilityRunner;
  database: Database;
  access: Access;
  switches: Pick<PluginSwitches, 'isDisabled'>;
  /** What jobs get their services from. */
  services: ServiceParts;
}

const aboutDocument = z.looseObject({ documentId: z.uuid().nullish() });

/**
 * A job for every event that a capability or a job names in `on`: it runs as the plugin, with the access list of the
 * document.
 */
export function bindEvents(plugins: readonly HostedPlugin[], binding: EventBinding): EventHandler[] {
  return plugins.flatMap(({ version, capabilities, contributions }) => [
    ...capabilities.flatMap((capability) =>
      (capability.description.on ?? []).map((event) => bind(version.plugin, capability, event, binding)),
    ),
    ...(contributions?.jobs ?? []).flatMap((job) => {
      const tenants = tenantsOf(version.manifest, job);
      return (job.description.on ?? []).map((event) =>
        bindJob(version.manifest, job, { event, tenants }, binding),
      );
    }),
  ]);
}

function bind(
  plugin: string,
  capability: HostedCapability,
  event: EventName,
  binding: EventBinding,
): EventHandler {
  const { runner, switches } = binding;
  const { id } = capability.description;
  return {
    name: `${plugin}.${id}.${event}`,
    event,
    queue: 'ai',
    async run({ payload }, job) {
      if (switches.isDisabled(job.context.tenant, plugin)) return;
      if ((await job.checkpoint('run')) !== undefined) return;
      const context = await contextOf(plugin, payload, job.context, binding);
      if (!context) return;
      const input = await capability.eventInput(payload);
      const sink = async (tx: Parameters<typeof job.effect>[0]) => void (await job.effect(tx, 'run', true));
      await runner.execute({ capability: id, input, context, signal: job.signal, sink });
    },
  };
}

/** Small work that an event asks for, so many events share a job of the queue. */
function bindJob(
  plugin: Contributor,
  hosted: HostedJob,
  { event, tenants }: Pick<EventHandler, 'event' | 'tenants'>,
  binding: EventBinding,
): EventHandler {
  const { id, needs, timeoutMs = defaultTimeoutMs } = hosted.description;
  const { switches, services, database } = binding;
  return {
    name: `${id}.${event}`,
    event,
    queue: 'notify',
    ...(tenants && { tenants }),
    async run({ id: eventId, name, at, payload }, job) {
      if (switches.isDisabled(job.context.tenant, plugin.id)) return;
      const context = await contextOf(plugin.id, payload, job.context, binding, event);
      if (!context) return;
      const signal = AbortSignal.any([job.signal, AbortSignal.timeout(timeoutMs)]);
      const parsed = await hosted.parsePayload(payload);
      await hosted.run(parsed, bindServices(services, { plugin, context, signal }, needs), {
        jobId: job.id,
        attempt: job.attempt,
        event: { id: eventId, name, at },
        signal,
        rest: () => job.rest(),
        checkpoint: async (step) => (await job.checkpoint(step)) ?? null,
        remember: async (step, data = true) =>
          void (await database.tenant(context.tenant, (tx) => job.effect(tx, step, data))),
      });
    },
  };
}

/** The plugin with the access list of the event's document; null when nobody may read that any more. */
async function contextOf(
  plugin: string,
  payload: unknown,
  context: RequestContext,
  { database, access }: EventBinding,
  event?: EventName,
): Promise<RequestContext | null> {
  const documentId = aboutDocument.parse(payload).documentId ?? null;
  const list = documentId
    ? await database.tenant(context.tenant, (tx) => access.list(tx, { type: 'Document', id: documentId }))
    : [];
  // It was deleted after the event; that it was deleted may be told, with no right to anything.
  if (documentId && list.length === 0 && event !== 'document.deleted') return null;
  return {
    ...context,
    actor: `plugin:${plugin}`,
    roles: [],
    groups: [],
    scopes: ['*'],
    rights: rightsOfAccessList(list),
  };
}

/** One function for all events of a job: whoever publishes a batch asks it once. */
function tenantsOf(plugin: Contributor, { description }: HostedJob): EventHandler['tenants'] {
  const { onlyWith } = description;
  return onlyWith === undefined ? undefined : (tx, among) => storing(tx, plugin.id, onlyWith, among);
}

/** The tenants in which a collection of a plugin holds something. */
async function storing(
  tx: Transaction,
  plugin: string,
  collection: string,
  among: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ tenant: string }>(
    `select tenant::text from unnest($3::uuid[]) as tenant where exists (
       select from platform.plugin_store where tenant_id = tenant and plugin = $1 and collection = $2)`,
    [plugin, collection, among],
  );
  return new Set(rows.map(({ tenant }) => tenant));
}

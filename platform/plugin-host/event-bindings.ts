import { type EventName, type RequestContext, rightsOfAccessList, z } from 'tributary/sdk';
import type {
  Access,
  CapabilityRunner,
  Database,
  EventHandler,
  HostedCapability,
  HostedPlugin,
  PluginSwitches,
} from '#platform';

export interface EventBinding {
  runner: CapabilityRunner;
  database: Database;
  access: Access;
  switches: Pick<PluginSwitches, 'isDisabled'>;
}

const aboutDocument = z.looseObject({ documentId: z.uuid().nullish() });

/** A job for every event that a capability names in `on`: it runs as the plugin, with the access list of the document. */
export function bindEvents(plugins: readonly HostedPlugin[], binding: EventBinding): EventHandler[] {
  return plugins.flatMap(({ version, capabilities }) =>
    capabilities.flatMap((capability) =>
      (capability.description.on ?? []).map((event) => bind(version.plugin, capability, event, binding)),
    ),
  );
}

function bind(
  plugin: string,
  capability: HostedCapability,
  event: EventName,
  binding: EventBinding,
): EventHandler {
  const { runner, database, access, switches } = binding;
  const { id } = capability.description;
  return {
    name: `${plugin}.${id}.${event}`,
    event,
    queue: 'ai',
    async run({ payload }, job) {
      if (switches.isDisabled(job.context.tenant, plugin)) return;
      if ((await job.checkpoint('run')) !== undefined) return;
      const documentId = aboutDocument.parse(payload).documentId ?? null;
      const list = documentId
        ? await database.tenant(job.context.tenant, (tx) =>
            access.list(tx, { type: 'Document', id: documentId }),
          )
        : [];
      // Nobody may read it any more: it was deleted after the event.
      if (documentId && list.length === 0) return;
      const context: RequestContext = {
        ...job.context,
        actor: `plugin:${plugin}`,
        roles: [],
        groups: [],
        scopes: ['*'],
        rights: rightsOfAccessList(list),
      };
      const input = await capability.eventInput(payload);
      const sink = async (tx: Parameters<typeof job.effect>[0]) => void (await job.effect(tx, 'run', true));
      await runner.execute({ capability: id, input, context, signal: job.signal, sink });
    },
  };
}

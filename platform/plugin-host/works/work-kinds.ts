import {
  AppError,
  type RequestContext,
  type ServiceName,
  workEstimateSchema,
  workItemEndSchema,
  workPageSchema,
  z,
} from 'tributary/sdk';
import type { CoreWork, HostedWork, OpenWork, WorkKind, WorkKinds, WorkStep } from '#platform';
import { isAuthorized, isPermission } from '#platform/access';
import { bindServices } from '../services/bind-services.js';
import type { ServiceParts } from '../services/service-parts.js';

const started = z.object({ workId: z.uuid() });

/** The kinds of long work that plugins and subgraphs bring; both are asked when they are wanted, for they are made late. */
export function createWorkKinds(parts: () => ServiceParts, core: () => readonly CoreWork[]): WorkKinds {
  const coreOf = (id: string) => core().find(({ kind }) => kind.id === id);
  return {
    list: () => [
      ...core().map(({ kind }) => coreKind(kind)),
      ...parts()
        .contributions.works()
        .map(({ plugin, hosted }) => pluginKind(plugin.id, hosted)),
    ],

    async open(context, id, payload) {
      const own = coreOf(id);
      if (own) return openCore(own, context, payload);
      const { plugin, hosted } = hostedKind(parts(), context, id);
      const kind = pluginKind(plugin.id, hosted);
      expectPermitted(context, kind);
      const parsed = await hosted.parsePayload(payload);
      const perform = (step: WorkStep, signal: AbortSignal) => performed(parts(), context, id, step, signal);
      return openPlugins(kind, parsed, context.actor, perform);
    },

    async cancel(context, id, workId, signal) {
      const own = coreOf(id);
      if (own) await own.cancel(context, workId);
      else await performed(parts(), context, id, { step: 'cancel', workId }, signal);
    },
  };
}

type Perform = (step: WorkStep, signal: AbortSignal) => Promise<unknown>;

function openPlugins(kind: WorkKind, payload: unknown, actor: string, perform: Perform): OpenWork {
  const checked = <Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> => {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const reason = `${[kind.id, ...(issue?.path ?? [])].join('.')}: ${issue?.message}`;
    throw new AppError('PLUGIN_PART_INVALID', { plugin: kind.plugin ?? '', reason });
  };
  return {
    kind,
    estimate: async (signal) =>
      checked(workEstimateSchema, await perform({ step: 'estimate', payload }, signal)),
    items: async (after, signal) =>
      checked(workPageSchema, await perform({ step: 'items', payload, after }, signal)),
    async run({ key, workId, attempt, signal }) {
      const end = await perform({ step: 'run', payload, key, workId, attempt }, signal);
      return checked(workItemEndSchema, end)?.costUsd ?? null;
    },
    start: async (signal) => checked(started, await perform({ step: 'start', payload, actor }, signal)),
  };
}

function openCore({ kind, parse, ...own }: CoreWork, context: RequestContext, given: unknown): OpenWork {
  expectPermitted(context, kind);
  const payload = parse(given);
  const none = async (): Promise<never> => {
    throw new AppError('INTERNAL', { reason: `${kind.id} is conducted by its subgraph` });
  };
  return {
    kind: coreKind(kind),
    estimate: (signal) => own.estimate(context, payload, signal),
    start: () => own.start(context, payload),
    items: none,
    run: none,
  };
}

/** What an item starts in turn stands behind what people wait for. */
async function performed(
  parts: ServiceParts,
  context: RequestContext,
  id: string,
  step: WorkStep,
  signal: AbortSignal,
): Promise<unknown> {
  // Asked each time: a version that was swapped meanwhile goes on with what the earlier one began.
  const { plugin, hosted } = hostedKind(parts, context, id);
  const { needs } = hosted.description;
  const caller = { plugin, context, signal, priority: 'BATCH' as const };
  return hosted.perform(step, bindServices(parts, caller, needs as readonly ServiceName[]), signal);
}

function hostedKind({ contributions, pluginSwitches }: ServiceParts, { tenant }: RequestContext, id: string) {
  const found = contributions.work(id);
  if (!found) throw new AppError('NOT_FOUND', { thing: `The kind of work ${id}` });
  pluginSwitches.expectEnabled(tenant, found.plugin.id);
  return found;
}

function expectPermitted(context: RequestContext, { permission }: Pick<WorkKind, 'permission'>): void {
  if (!isPermission(permission) || !isAuthorized(context, permission))
    throw new AppError('FORBIDDEN', { needed: permission });
}

function pluginKind(plugin: string, { description }: HostedWork): WorkKind {
  const { needs: _needs, ...kind } = description;
  return { ...kind, plugin };
}

const coreKind = (kind: CoreWork['kind']): WorkKind => ({
  ...kind,
  plugin: null,
  isConducted: true,
  concurrency: 1,
  timeoutMs: 0,
});

import {
  AppError,
  type DomainEvent,
  type EventName,
  type EventOf,
  type EventPayload,
  type EventsService,
  eventSchemas,
  type JobsService,
  type SchedulesService,
  z,
} from 'tributary/sdk';
import { isAuthorized } from '#platform/access';
import { readEvents } from '#platform/outbox';
import { endMandate, giveMandate, giverOf } from '../jobs/mandates.js';
import { pluginJobOf, pluginJobPayload } from '../jobs/plugin-job.js';
import { ScheduleStore } from '../jobs/schedule-store.js';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

const mostPast = 100;
const aboutDocument = z.looseObject({ documentId: z.string().nullish() });

/** Events of documents that the caller may read; those of no document need the permission to read analytics. */
export function eventsService(parts: ServiceParts, caller: ServiceCaller): EventsService {
  const { database, access, live } = parts;
  const { context } = caller;
  const maySee = async ({ name, payload }: DomainEvent): Promise<boolean> => {
    const { documentId } = aboutDocument.parse(payload);
    // What a plugin published itself tells it nothing new; whom it tells is for it to judge.
    if (!documentId)
      return name.startsWith(`${caller.plugin.id}.`) || isAuthorized(context, 'analytics:read');
    const readable = await database.tenant(context.tenant, (tx) =>
      access.readable(tx, context, 'Document', [documentId]),
    );
    return readable.has(documentId);
  };
  return {
    async *subscribe<Name extends EventName>(names: readonly Name[], signal: AbortSignal) {
      const until = AbortSignal.any([signal, caller.signal]);
      for await (const event of live.subscribe(context.tenant, names, until)) {
        if (await maySee(event)) yield event as EventOf<Name>;
      }
    },
    async past({ names, from = null, to = null, after = null, first = mostPast }) {
      const page = { from, to, after, first: Math.min(Math.max(Math.trunc(first), 1), mostPast) };
      const found = await database.tenant(context.tenant, (tx) => readEvents(tx, names, page));
      const seen: typeof found = [];
      for (const event of found) if (await maySee(event)) seen.push(event);
      return { events: seen, endCursor: found.length < page.first ? null : (found.at(-1)?.id ?? null) };
    },
    async publish(name, payload, items = []) {
      const { plugin, run } = caller;
      if (run || !plugin.contributes?.publishes.includes(name)) {
        const permission = run ? 'events (to publish within a run)' : `events (to publish ${name})`;
        throw new AppError('PLUGIN_PERMISSION_DENIED', { plugin: plugin.id, permission });
      }
      const parsed = eventSchemas[name].safeParse(payload);
      if (!parsed.success) throw new AppError('BAD_USER_INPUT', { reason: z.prettifyError(parsed.error) });
      return parts.store.change(context, plugin.id, items, async (tx) => {
        await parts.outbox.event(tx, context, name, parsed.data as EventPayload<typeof name>);
      });
    },
  };
}

/** Jobs of the plugin's own: they run as the caller, or as who gave a mandate. */
export function jobsService(parts: ServiceParts, { context, plugin }: ServiceCaller): JobsService {
  const { database, outbox } = parts;
  return {
    async enqueue(job, payload, { key, delayMs, mandate } = {}) {
      const { name, ...request } = await checkedJob(parts, plugin.id, job.id, payload);
      const asked = {
        name,
        payload: request,
        ...(key === undefined ? {} : { key: `${job.id} ${key}` }),
        ...(delayMs === undefined ? {} : { delayMs }),
      };
      const jobId = await database.tenant(context.tenant, async (tx) => {
        const actor = mandate === undefined ? context.actor : await giverOf(tx, plugin.id, mandate);
        return outbox.job(tx, { ...context, actor }, asked);
      });
      return { jobId };
    },
    giveMandate: (name) => giveMandate(parts, context, plugin.id, name),
    endMandate: (name) => endMandate(parts, context, plugin.id, name),
  };
}

export function schedulesService(parts: ServiceParts, { context, plugin }: ServiceCaller): SchedulesService {
  const { database, clock } = parts;
  const store = new ScheduleStore({ database, clock });
  return {
    async set(name, { job, payload, time }) {
      const { name: _, ...request } = await checkedJob(parts, plugin.id, job.id, payload);
      await store.set(context, plugin.id, { name, time, ...request });
    },
    remove: (name) => store.remove(context, plugin.id, name),
    list: () => store.list(context, plugin.id),
  };
}

/** A job of this plugin with a payload that fits it, as it was given: it is read by its schema again when it runs. */
async function checkedJob(
  { contributions }: ServiceParts,
  plugin: string,
  job: string,
  payload: unknown,
): Promise<{ name: string; job: string; payload: unknown }> {
  const found = contributions.job(job);
  if (found?.plugin.id !== plugin) throw new AppError('JOB_NOT_FOUND', { plugin, job });
  await found.hosted.parsePayload(payload);
  return { name: pluginJobOf(found.hosted.description), ...pluginJobPayload.parse({ job, payload }) };
}

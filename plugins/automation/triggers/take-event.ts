import { cursorPages, defineJob, type Granted, type JobDefinition, z } from 'tributary/sdk';
import { holds } from '../definition/condition.js';
import { triggerEvents } from '../definition/trigger-events.js';
import { keepArrival, type ShownEvent } from '../engine/arrivals.js';
import { type Watch, watches } from '../engine/waiting.js';
import { wake } from '../engine/wake-run.js';
import { mandateOf, type Workflow, workflows } from '../workflows/workflow.js';
import { beginRun } from './begin-run.js';

const payload = z.looseObject({
  reviewId: z.uuid().optional(),
  turnId: z.string().optional(),
  hookId: z.uuid().optional(),
  deliveryId: z.uuid().optional(),
  owner: z.string().optional(),
});
const needs = ['store', 'jobs'] as const;
type Needs = (typeof needs)[number];
type Services = Granted<Needs>;
const pageSize = 100;

/** What an event finds: those who wait for any of its name, and those who wait for this one. */
function subjectsOf(name: string, { reviewId, turnId }: z.output<typeof payload>): string[] {
  const ref = name === 'review.resolved' ? reviewId : name === 'assistant.finished' ? turnId : undefined;
  return [`${name} *`, ...(ref ? [`${name} ${ref}`] : [])];
}

/** Begins the workflows that an event starts, and wakes the runs that wait for it. Costs nothing where nobody waits. */
export const takeEvent: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'automation.take-event',
  description: 'Begins workflows, and wakes their runs, for a domain event.',
  needs,
  payload,
  on: [...triggerEvents, 'hook.received', 'assistant.finished'],
  onlyWith: watches,
  async run(given, services, { event: of, signal }) {
    if (!of) return;
    const event: ShownEvent = { ...given, ...of };
    for (const subject of subjectsOf(of.name, given)) {
      for await (const watch of watching(services, subject)) {
        signal.throwIfAborted();
        if (watch.kind === 'WORKFLOW') await begin(watch, event, given, services);
        else if (!watch.where || (await holds(watch.where, { event }))) {
          await keepArrival(services.store, watch, event);
          await wake(services, watch.run);
        }
      }
    }
  },
});

async function* watching({ store }: Services, subject: string): AsyncGenerator<Watch> {
  const found = cursorPages((after) => store.find(watches, { where: { subject }, first: pageSize, after }));
  for await (const items of found) for (const { value } of items) yield value as Watch;
}

async function begin(
  { workflow: workflowId }: Extract<Watch, { kind: 'WORKFLOW' }>,
  event: ShownEvent,
  { hookId, deliveryId }: z.output<typeof payload>,
  { store, jobs }: Services,
): Promise<void> {
  const workflow = (await store.get(workflows, workflowId)) as Workflow | null;
  if (workflow?.state !== 'ENABLED' || workflow.enabledVersion === null) return;
  const isHook = event.name === 'hook.received';
  if (isHook && workflow.hook?.id !== hookId) return;
  const { id: eventId, name, at } = event;
  const trigger = isHook
    ? { type: 'webhook', deliveryId, at }
    : { ...event, type: 'event', event: name, id: eventId };
  await jobs.enqueue(
    beginRun,
    {
      ...beginning(workflow),
      trigger: z.record(z.string(), z.json()).parse(trigger),
      ...(isHook && { deliveryId }),
    },
    { key: `${workflowId} ${workflow.enablings} ${eventId}`, mandate: mandateOf(workflow) },
  );
}

/** What every beginning of an enabled workflow says. */
export const beginning = (workflow: Workflow) => ({
  workflowId: workflow.id,
  version: workflow.enabledVersion ?? 0,
  mandate: mandateOf(workflow),
  actor: workflow.enabledBy ?? '',
});

import { AppError, type Granted } from 'tributary/sdk';
import { type Definition, definitionOf, invalid } from '../definition/definition.js';
import { forgetRuns } from '../engine/forget-runs.js';
import { watches } from '../engine/waiting.js';
import { startOnSchedule } from '../triggers/start-on-schedule.js';
import { sweep } from '../triggers/sweep.js';
import { definitionAt } from './read-workflows.js';
import { missingIn } from './references.js';
import {
  changeWorkflow,
  keyOfVersion,
  mandateOf,
  readWorkflow,
  versions,
  type Workflow,
  type WorkflowVersion,
  workflowId,
  workflows,
} from './workflow.js';

/** Whoever changes workflows. */
export interface Changing
  extends Granted<'store' | 'clock' | 'jobs' | 'schedules' | 'operations' | 'rules' | 'hooks' | 'runs'> {
  readonly actor: string;
}

const mostVersions = 1_000;
const mostWorkflows = 200;
const sweepMs = 10_000;
const forgetAt = '03:10';

export interface NewVersion {
  readonly id: string;
  readonly definition: unknown;
  readonly note: string;
}

/**
 * Keeps a definition as the newest version, as a draft: what fires goes on to be the version that was enabled. The same
 * definition again makes no version. Errors: `WORKFLOW_INVALID`, `CONFLICT`.
 */
export async function saveWorkflow(changing: Changing, given: NewVersion): Promise<Workflow> {
  const { store, clock, actor } = changing;
  const parsedId = workflowId.safeParse(given.id);
  if (!parsedId.success)
    throw new AppError('BAD_USER_INPUT', { reason: `input.id: ${parsedId.error.issues[0]?.message}` });
  const { title } = definitionOf(given.definition);
  const at = clock.now().toISOString();
  const version = (number: number): WorkflowVersion => ({
    workflow: given.id,
    version: number,
    definition: given.definition,
    note: given.note,
    at,
    by: actor,
  });
  const written = (number: number) => ({
    collection: versions,
    key: keyOfVersion(given.id, number),
    value: version(number),
    replaces: 0,
  });
  const audited = (number: number) => auditOf('saveWorkflow', given.id, { version: number });
  if ((await store.get(workflows, given.id)) === null) {
    if ((await store.list(workflows, { first: 100 })).length >= mostWorkflows) {
      throw new AppError('CONFLICT', { reason: `there are ${mostWorkflows} workflows already: delete one` });
    }
    const made: Workflow = {
      id: given.id,
      title,
      state: 'DRAFT',
      version: 1,
      enabledVersion: null,
      enabledBy: null,
      enablings: 0,
      hook: null,
      createdAt: at,
      createdBy: actor,
      changedAt: at,
    };
    const write = {
      collection: workflows,
      key: given.id,
      value: made,
      version: 1,
      replaces: 0,
    };
    if (await store.change([write, written(1)], audited(1))) return made;
  }
  const before = await readWorkflow(store, given.id);
  const newest = (await store.get(
    versions,
    keyOfVersion(given.id, before.version),
  )) as WorkflowVersion | null;
  if (newest && canonical(newest.definition) === canonical(given.definition)) return before;
  return changeWorkflow(store, given.id, (now) => {
    const number = now.version + 1;
    if (number > mostVersions)
      throw new AppError('CONFLICT', { reason: `${given.id} has ${mostVersions} versions: take another id` });
    return {
      workflow: { ...now, title, version: number, changedAt: at },
      writes: [written(number)],
      audited: audited(number),
    };
  });
}

/**
 * Lets a version fire, with the rights that the caller has at each time. Errors: `NOT_FOUND`, `WORKFLOW_INVALID` for
 * what it names and there is not, `FORBIDDEN`.
 */
export async function enableWorkflow(
  changing: Changing,
  id: string,
  wanted: number | null,
): Promise<{ workflow: Workflow; secret: string | null }> {
  const { store, clock, jobs, schedules, actor } = changing;
  const before = await readWorkflow(store, id);
  const version = wanted ?? before.version;
  const definition = await definitionAt(store, id, version);
  const [missing, ...others] = await missingIn(definition, changing);
  if (missing) throw invalid(missing, others.length);
  const made =
    definition.trigger.type === 'webhook' && !before.hook
      ? await changing.hooks.create({ name: `workflow ${id}` })
      : null;
  const hook = made ? { id: made.hookId, path: made.path } : before.hook;
  const enablings = before.enablings + 1;
  await jobs.giveMandate(mandateOf({ id, enablings }));
  const workflow = await changeWorkflow(store, id, (now) => {
    if (now.enablings >= enablings)
      throw new AppError('CONFLICT', { reason: `${id} was enabled by somebody else` });
    return {
      workflow: {
        ...now,
        hook,
        enablings,
        state: 'ENABLED',
        enabledVersion: version,
        enabledBy: actor,
        changedAt: clock.now().toISOString(),
      },
      writes: [watchOf(id, definition)],
      audited: auditOf('enableWorkflow', id, { version }),
    };
  });
  await schedules.set('sweep', { job: sweep, payload: {}, time: { everyMs: sweepMs } });
  await schedules.set('forget-runs', { job: forgetRuns, payload: {}, time: { dailyAt: forgetAt } });
  const { trigger } = definition;
  if (trigger.type === 'schedule') {
    const time = trigger.dailyAt ? { dailyAt: trigger.dailyAt } : { everyMs: trigger.every ?? sweepMs };
    await schedules.set(scheduleOf(id), { job: startOnSchedule, payload: { workflowId: id }, time });
  } else {
    await schedules.remove(scheduleOf(id));
  }
  return { workflow, secret: made?.secret ?? null };
}

const hourMs = 3_600_000;

/**
 * Makes a new secret for the webhook of a workflow; the one before is accepted for so many hours more. Errors:
 * `NOT_FOUND`, `CONFLICT` for a workflow that has no webhook.
 */
export async function rotateSecret(
  { store, hooks }: Changing,
  id: string,
  overlapHours: number,
): Promise<{ workflow: Workflow; secret: string; previousExpiresAt: string }> {
  const workflow = await readWorkflow(store, id);
  if (!workflow.hook) {
    throw new AppError('CONFLICT', {
      reason: `the workflow ${id} has no webhook: it gets one when it is enabled with that trigger`,
    });
  }
  return { workflow, ...(await hooks.rotate(workflow.hook.id, { overlapMs: overlapHours * hourMs })) };
}

/** It fires no more; runs that began go on. Errors: `NOT_FOUND`. */
export async function disableWorkflow({ store, clock, schedules }: Changing, id: string): Promise<Workflow> {
  const workflow = await changeWorkflow(store, id, (now) =>
    now.state === 'ENABLED'
      ? {
          workflow: { ...now, state: 'DISABLED', changedAt: clock.now().toISOString() },
          writes: [{ collection: watches, key: watchKey(id) }],
          audited: auditOf('disableWorkflow', id, { version: now.enabledVersion }),
        }
      : null,
  );
  await schedules.remove(scheduleOf(id));
  return workflow;
}

const scheduleOf = (id: string) => `workflow.${id}`;
const watchKey = (id: string) => `workflow/${id}`;

/** What the event of the trigger finds; nothing for another trigger. */
const watchOf = (workflow: string, { trigger }: Definition) => ({
  collection: watches,
  key: watchKey(workflow),
  ...(trigger.type === 'event' || trigger.type === 'webhook'
    ? {
        value: { kind: 'WORKFLOW', workflow },
        indexes: { subject: `${trigger.type === 'event' ? trigger.event : 'hook.received'} *` },
      }
    : {}),
});

const auditOf = (action: string, id: string, body: Record<string, unknown>) => ({
  action,
  subjects: [{ type: 'Workflow', id }],
  body,
});

/** Equal values are equal texts, whatever kept them in between. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

import {
  type DocumentsService,
  defineJob,
  type ExtractedField,
  type Granted,
  type JobDefinition,
  type StoreWrite,
  z,
} from 'tributary/sdk';
import { holds } from '../definition/condition.js';
import type { Definition } from '../definition/definition.js';
import { begunInHour, keyOfCount } from '../engine/begun-in-hour.js';
import { follow } from '../engine/wake-run.js';
import { factsWrite, type RunFacts, readRun, runWrite, type WorkflowRun } from '../engine/workflow-run.js';
import { definitionAt } from '../workflows/read-workflows.js';
import { readWorkflow } from '../workflows/workflow.js';

const payload = z.object({
  workflowId: z.string(),
  version: z.int(),
  mandate: z.string(),
  actor: z.string(),
  trigger: z.record(z.string(), z.json()),
  /** The delivery of a webhook, whose body is read here. */
  deliveryId: z.uuid().nullish(),
});
const needs = ['store', 'documents', 'jobs', 'clock', 'hooks', 'log'] as const;
type Needs = (typeof needs)[number];
export type Beginning = z.input<typeof payload>;

const longestValue = 500;
const mostFields = 100;

/**
 * Begins a run, if its workflow still fires and what began it is what it asks for, as the person who enabled it: what
 * that person may not read begins nothing. The run has the id of this job, so that it begins once.
 */
export const beginRun: JobDefinition<typeof payload, Needs> = defineJob({
  id: 'automation.begin-run',
  description: 'Begins a run of a workflow.',
  needs,
  payload,
  async run({ workflowId, version, mandate, actor, trigger: given, deliveryId }, services, { jobId }) {
    const { store, jobs, hooks, log } = services;
    const before = await readRun(store, jobId);
    if (before) return follow(jobs, before.run);
    const workflow = await readWorkflow(store, workflowId);
    if (workflow.state !== 'ENABLED' || workflow.enabledVersion !== version) return;
    const definition = await definitionAt(store, workflowId, version);
    const trigger = deliveryId ? { ...given, body: (await hooks.read(deliveryId)).body } : given;
    const facts = await factsOf(trigger, services.documents);
    if (!facts) return;
    const { trigger: asked } = definition;
    const when = 'when' in asked ? asked.when : undefined;
    if (when && !(await holds(when, { trigger, ...facts }))) return;
    const begun = { trigger, ...facts };
    const run = newRun({ id: jobId, workflow: workflowId, version, mandate, actor }, begun, services);
    if (await written(run, begun, definition, services)) await follow(jobs, run);
    else log.warn('a workflow begins no further run in this hour', { workflow: workflowId });
  },
});

type New = Pick<WorkflowRun, 'id' | 'workflow' | 'version' | 'mandate' | 'actor'>;

function newRun(given: New, { trigger, document }: RunFacts, { clock }: Granted<'clock'>): WorkflowRun {
  const at = clock.now().toISOString();
  const documentId = document?.id;
  const by = trigger.by;
  return {
    ...given,
    begunBy: { what: String(trigger.event ?? trigger.type), actor: typeof by === 'string' ? by : null },
    state: 'RUNNING',
    documentIds: typeof documentId === 'string' ? [documentId] : [],
    isPrivate: false,
    turn: 0,
    active: true,
    wakes: 0,
    begun: 0,
    lost: 0,
    cancelled: null,
    error: null,
    startedAt: at,
    changedAt: at,
    endedAt: null,
  };
}

/** Writes the run and counts it; false when there were as many as the workflow allows. */
async function written(
  run: WorkflowRun,
  begun: RunFacts,
  { limits }: Definition,
  { store, clock }: Granted<'store' | 'clock'>,
): Promise<boolean> {
  const key = keyOfCount(run.workflow, clock.now());
  for (;;) {
    const [item] = await store.getMany(begunInHour, [key]);
    const count = (item?.value as number | undefined) ?? 0;
    if (count >= limits.runsPerHour) return false;
    const replaces = item?.version ?? 0;
    const counted: StoreWrite = {
      collection: begunInHour,
      key,
      value: count + 1,
      version: replaces + 1,
      replaces,
    };
    if (await store.change([runWrite(run, 0), factsWrite(run, begun), counted])) return true;
    if (await readRun(store, run.id)) return true;
  }
}

export type Facts = Omit<RunFacts, 'trigger'>;

const naming = z.looseObject({
  documentId: z.uuid().nullish().catch(null),
  input: z
    .looseObject({ documentId: z.uuid().nullish().catch(null) })
    .optional()
    .catch(undefined),
});

/** The document that a trigger names, and its fields; null when the caller may not read it. */
export async function factsOf(
  trigger: Readonly<Record<string, unknown>>,
  documents: Pick<DocumentsService, 'summaries' | 'fields'>,
): Promise<Facts | null> {
  const named = naming.parse(trigger);
  const documentId = named.documentId ?? named.input?.documentId;
  if (!documentId) return { document: null, fields: {} };
  const [document] = await documents.summaries([documentId]);
  if (!document) return null;
  const [fields = []] = await documents.fields([documentId]);
  return { document: { ...document }, fields: Object.fromEntries(fields.slice(0, mostFields).map(shown)) };
}

/** Long values are for steps that read the document. */
function shown({ name, value }: ExtractedField): [string, unknown] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return [name, text.length > longestValue ? null : value];
}

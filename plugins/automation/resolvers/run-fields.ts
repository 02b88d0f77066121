import { z } from 'tributary/sdk';
import { readableOf } from '../engine/read-runs.js';
import { facts, type RunFacts, readSteps, type StepRecord } from '../engine/workflow-run.js';
import type { Context, Resolvers } from '../schema.types.js';

const usualSteps = 100;
const mostSteps = 1_000;

/** What a parent resolver gave of a run. */
const parentRun = z.object({
  id: z.string(),
  actor: z.string(),
  documentIds: z.array(z.string()),
  isPrivate: z.boolean(),
  error: z.object({ code: z.string(), message: z.string(), path: z.string().optional() }).nullable(),
});

/** The documents of a run that the caller may read. */
async function readableIn(parent: unknown, context: Context): Promise<string[]> {
  const { documentIds } = parentRun.parse(parent);
  const readable = context.batch<string, boolean>('documents of workflow runs', async (ids) => {
    const found = await readableOf(context, ids);
    return ids.map((id) => found.has(id));
  });
  const may = await Promise.all(documentIds.map((id) => readable.load(id)));
  return documentIds.filter((_, at) => may[at]);
}

/** Whether the caller may not see what the steps of a run were given and gave. */
async function isHidden(parent: unknown, context: Context): Promise<boolean> {
  const { documentIds, isPrivate, actor } = parentRun.parse(parent);
  if (isPrivate && actor !== context.request.actor) return true;
  return (await readableIn(parent, context)).length < documentIds.length;
}

export const runFields: NonNullable<Resolvers['WorkflowRun']> = {
  isHidden: (parent, _args, context) => isHidden(parent, context),

  documentIds: (parent, _args, context) => readableIn(parent, context),

  async trigger(parent, _args, context) {
    if (await isHidden(parent, context)) return null;
    const found = (await context.store.get(facts, parentRun.parse(parent).id)) as RunFacts | null;
    return found?.trigger ?? null;
  },

  async error(parent, _args, context) {
    const { error } = parentRun.parse(parent);
    return error && (await isHidden(parent, context)) ? { ...error, message: error.code } : error;
  },

  async steps(parent, { first }, context) {
    const { id } = parentRun.parse(parent);
    const [records, hidden] = await Promise.all([readSteps(context.store, id), isHidden(parent, context)]);
    return records
      .sort((one, other) => one.order - other.order)
      .slice(0, Math.min(Math.max(first ?? usualSteps, 1), mostSteps))
      .map((record) => stepView(record, hidden));
  },
};

function stepView({ run: _, undo: __, order: ___, waiting, ...record }: StepRecord, hidden: boolean) {
  const { error } = record;
  return {
    ...record,
    ...(hidden && { input: null, output: null, error: error && { ...error, message: error.code } }),
    waitingFor: waiting && {
      kind: waiting.kind,
      reference: waiting.ref,
      dueAt: waiting.dueAt,
      giveUpAt: waiting.giveUpAt,
    },
  };
}

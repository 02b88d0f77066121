import { AppError, answerOf, connectionOf, outcomeOf, pageRequest, parseInput, z } from 'tributary/sdk';
import { v7 } from 'uuid';
import { expectRoom } from '../engine/begun-in-hour.js';
import { pageOfRuns } from '../engine/read-runs.js';
import { wake } from '../engine/wake-run.js';
import { isOver, keyOfRun, readRun, type WorkflowRun } from '../engine/workflow-run.js';
import { pause } from '../pause.js';
import type { Context, Resolvers } from '../schema.types.js';
import { summarizeRun } from '../summary/summarize-run.js';
import { beginRun, factsOf } from '../triggers/begin-run.js';
import { beginning } from '../triggers/take-event.js';
import { definitionAt } from '../workflows/read-workflows.js';
import { mandateOf, readWorkflow } from '../workflows/workflow.js';

/** How often a subscription looks, and how long for a run that is about to begin. */
const lookMs = 250;
const looksBefore = 40;

const view = ({ workflow, ...run }: WorkflowRun) => ({ ...run, workflowId: workflow });

async function readOne(context: Context, id: string): Promise<WorkflowRun | null> {
  const run = (await readRun(context.store, id))?.run;
  if (!run) return null;
  const mayRead =
    run.begunBy.actor === context.request.actor || (await context.permissions.allows('automation:read'));
  return mayRead ? run : null;
}

export const runQueries: Pick<Resolvers['Query'], 'workflowRun' | 'workflowRuns'> = {
  async workflowRun(_parent, { id }, context) {
    const run = await readOne(context, id);
    return run && view(run);
  },

  async workflowRuns(_parent, { workflowId, state, ...page }, context) {
    await context.permissions.expect('automation:read');
    const where = { ...(workflowId && { workflow: workflowId }), ...(state && { state }) };
    const request = pageRequest(page);
    const { runs, ...rest } = await pageOfRuns(context.store, where, request);
    const items = runs.map((run) => ({ key: keyOfRun(run.id), node: view(run) }));
    return connectionOf(items, { ...rest, after: request.after });
  },
};

const starting = z.object({
  id: z.string(),
  input: z.record(z.string(), z.json()).nullish(),
  idempotencyKey: z.string().min(1).max(100).nullish(),
});

type RunMutation = 'startWorkflow' | 'cancelWorkflowRun' | 'summarizeWorkflowRun';
const summarize = answerOf(summarizeRun, 'WorkflowRunSummary');

export const runMutations: Pick<Resolvers['Mutation'], RunMutation> = {
  startWorkflow: (_parent, { input: asked }, context) =>
    outcomeOf(async () => {
      const { store, jobs, clock, documents, permissions, request } = context;
      const { id, input, idempotencyKey } = parseInput(starting, asked);
      const workflow = await readWorkflow(store, id);
      if (workflow.state !== 'ENABLED' || workflow.enabledVersion === null) {
        throw new AppError('CONFLICT', { reason: `the workflow ${id} is not enabled: enableWorkflow` });
      }
      const { trigger, limits } = await definitionAt(store, id, workflow.enabledVersion);
      if (trigger.type !== 'call') {
        throw new AppError('CONFLICT', {
          reason: `the workflow ${id} is not started by a call but by its ${trigger.type}`,
        });
      }
      await permissions.expect(trigger.by === 'everyone' ? 'runs:start' : 'automation:manage');
      const missing = trigger.required.find((name) => input?.[name] === undefined);
      if (missing !== undefined)
        throw new AppError('BAD_USER_INPUT', { reason: `input.input: ${missing} is missing` });
      // The rights of its actor decide what it does; those of the caller, what it may be about.
      if (!(await factsOf({ input: input ?? {} }, documents))) {
        throw new AppError('NOT_FOUND', { thing: 'The document input.documentId' });
      }
      await expectRoom(context, id, limits);
      const begun = { type: 'call', by: request.actor, at: clock.now().toISOString(), input: input ?? {} };
      const { jobId } = await jobs.enqueue(
        beginRun,
        { ...beginning(workflow), trigger: begun },
        { key: `${id} call ${request.actor} ${idempotencyKey ?? v7()}`, mandate: mandateOf(workflow) },
      );
      return { __typename: 'StartedWorkflow', runId: jobId };
    }),

  cancelWorkflowRun: (_parent, { input }, context) =>
    outcomeOf(async () => {
      const { store, jobs, permissions, request } = context;
      await permissions.expect('automation:manage');
      const before = await readOne(context, input.id);
      if (!before) throw new AppError('NOT_FOUND', { thing: 'The workflow run' });
      const cancelled = { by: request.actor, compensate: input.compensate };
      const audited = { action: 'cancelWorkflowRun', subjects: [{ type: 'WorkflowRun', id: before.id }] };
      const woken = isOver(before)
        ? null
        : await wake(
            { store, jobs },
            before.id,
            (run) => ({ ...run, cancelled: run.cancelled ?? cancelled }),
            audited,
          );
      return { __typename: 'WorkflowRunPayload', run: view(woken ?? before) };
    }),

  async summarizeWorkflowRun(parent, { input }, context, ...rest) {
    const found = await readRun(context.store, input.id);
    // A run that has gone on has another summary.
    const asked = {
      runId: input.id,
      revision: found?.version ?? 0,
      anew: input.anew ?? false,
      options: input.options,
    };
    return summarize(parent as Record<string, unknown>, { input: asked }, context as never, ...rest);
  },
};

export const runSubscriptions: Resolvers['Subscription'] = {
  workflowRunChanged: {
    async *subscribe(_parent: unknown, { id }: { id: string }, context: Context) {
      const { signal, store } = context;
      let shown = -1;
      for (let looks = 0; !signal.aborted; looks += 1) {
        const found = await readRun(store, id);
        const version = found?.version ?? 0;
        if (found && version !== shown) {
          const run = await readOne(context, id);
          if (!run) throw new AppError('NOT_FOUND', { thing: 'The workflow run' });
          yield view(run);
          shown = version;
          if (isOver(run)) return;
        }
        // It may not have begun yet.
        if (!found && (shown >= 0 || looks > looksBefore))
          throw new AppError('NOT_FOUND', { thing: 'The workflow run' });
        await pause(lookMs, signal);
      }
    },
  },
};

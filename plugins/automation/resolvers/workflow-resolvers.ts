import { AppError, itemsBelow, outcomeOf, pageOf, parseInput, z } from 'tributary/sdk';
import { definitionOf, definitionSchema, problemsOf } from '../definition/definition.js';
import type { Problem } from '../definition/problems.js';

import type { Context, Resolvers } from '../schema.types.js';
import { simulate, simulationQuestion } from '../simulation/simulate.js';
import {
  type Changing,
  disableWorkflow,
  enableWorkflow,
  rotateSecret,
  saveWorkflow,
} from '../workflows/change-workflows.js';
import { deleteWorkflow } from '../workflows/delete-workflow.js';
import { allWorkflows, readVersion } from '../workflows/read-workflows.js';
import { missingIn } from '../workflows/references.js';
import { readWorkflow, versions, type Workflow, type WorkflowVersion } from '../workflows/workflow.js';

const view = ({ hook, ...workflow }: Workflow) => ({ ...workflow, webhookPath: hook?.path ?? null });
const payload = (
  workflow: Workflow,
  webhookSecret: string | null = null,
  previousSecretExpiresAt: string | null = null,
) =>
  ({
    __typename: 'WorkflowPayload',
    workflow: view(workflow),
    webhookSecret,
    previousSecretExpiresAt,
  }) as const;

function changingOf(context: Context): Changing {
  const { request, store, clock, jobs, schedules, operations, rules, hooks, runs } = context;
  return { store, clock, jobs, schedules, operations, rules, hooks, runs, actor: request.actor };
}

type WorkflowQuery = 'workflow' | 'workflows' | 'checkWorkflow' | 'simulateWorkflow';

export const workflowQueries: Pick<Resolvers['Query'], WorkflowQuery> = {
  async workflow(_parent, { id }, { store, permissions }) {
    await permissions.expect('automation:read');
    try {
      return view(await readWorkflow(store, id));
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  },

  async workflows(_parent, { state, ...page }, { store, permissions }) {
    await permissions.expect('automation:read');
    const all = (await allWorkflows(store)).filter((one) => !state || one.state === state);
    return pageOf(all, page, ({ id }) => id, view);
  },

  async checkWorkflow(_parent, { input }, context) {
    await context.permissions.expect('automation:read');
    const own = problemsOf(input.definition);
    const all: Problem[] =
      own.length > 0 ? own : await missingIn(definitionSchema.parse(input.definition), context);
    return { valid: all.length === 0, problems: all };
  },

  simulateWorkflow: (_parent, { input }, context) =>
    outcomeOf(async () => {
      const { store, permissions, signal } = context;
      await permissions.expect('automation:manage');
      const { definition: own, id, version, ...asked } = input;
      const question = parseInput(simulationQuestion, asked);
      const { runs, endCursor } = await simulate(
        own ? definitionOf(own) : await kept(store, id, version),
        question,
        context,
        signal,
      );
      const shown = runs.map(({ stopsAt, ...run }) => ({
        ...run,
        stopsAt: stopsAt?.path ?? null,
        stopsFor: stopsAt?.reason ?? null,
      }));
      return { __typename: 'WorkflowSimulation', runs: shown, endCursor };
    }),
};

async function kept(
  store: Context['store'],
  id: string | null | undefined,
  version: number | null | undefined,
) {
  if (!id)
    throw new AppError('BAD_USER_INPUT', { reason: 'input: give a definition or the id of a workflow' });
  const workflow = await readWorkflow(store, id);
  return definitionOf((await readVersion(store, id, version ?? workflow.version)).definition);
}

const longestNote = 500;
const saving = z.object({ id: z.string(), note: z.string().max(longestNote).default('') });

const rotation = z.object({
  id: z.string(),
  overlapHours: z.int().min(0).max(720),
});

type WorkflowMutation =
  | 'saveWorkflow'
  | 'enableWorkflow'
  | 'disableWorkflow'
  | 'rotateWorkflowSecret'
  | 'deleteWorkflow';

export const workflowMutations: Pick<Resolvers['Mutation'], WorkflowMutation> = {
  saveWorkflow: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('automation:manage');
      const { id, note } = parseInput(saving, input);
      return payload(await saveWorkflow(changingOf(context), { id, note, definition: input.definition }));
    }),

  enableWorkflow: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('automation:manage');
      const { workflow, secret } = await enableWorkflow(changingOf(context), input.id, input.version ?? null);
      return payload(workflow, secret);
    }),

  disableWorkflow: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('automation:manage');
      return payload(await disableWorkflow(changingOf(context), input.id));
    }),

  rotateWorkflowSecret: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('automation:manage');
      const { id, overlapHours } = parseInput(rotation, input);
      const { workflow, secret, previousExpiresAt } = await rotateSecret(
        changingOf(context),
        id,
        overlapHours,
      );
      return payload(workflow, secret, previousExpiresAt);
    }),

  deleteWorkflow: (_parent, { input }, context) =>
    outcomeOf(async () => {
      await context.permissions.expect('automation:manage');
      await deleteWorkflow(context, input.id);
      return { __typename: 'DeletedWorkflow', id: input.id };
    }),
};

/** What a parent resolver gave of a workflow. */
const shown = z.object({ id: z.string(), version: z.int() });

export const workflowFields: NonNullable<Resolvers['Workflow']> = {
  async definition(parent, { version }, { store }) {
    const workflow = shown.parse(parent);
    const found = await readVersion(store, workflow.id, version ?? workflow.version).catch(
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'NOT_FOUND') return null;
        throw error;
      },
    );
    return found?.definition ?? null;
  },

  async versions(parent, page, { store }) {
    const all: WorkflowVersion[] = [];
    const { id } = shown.parse(parent);
    for await (const { value } of itemsBelow<WorkflowVersion>(store, versions, `${id}/`)) all.unshift(value);
    return pageOf(
      all,
      page,
      ({ version }) => String(version),
      (one) => one,
    );
  },
};

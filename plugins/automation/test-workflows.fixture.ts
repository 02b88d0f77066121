import type { TestHost } from 'tributary/testkit';

const failure = '... on Failure { code message hint }';
const stepFields = `path name type state attempts resumed input output error { code message } waitingFor { kind reference }`;
export const runFields = `id workflowId version state actor isHidden trigger documentIds error { code message path }
  steps { ${stepFields} }`;

export interface Outcome {
  __typename: string;
  code?: string;
  message?: string;
  hint?: string;
  workflow?: {
    id: string;
    state: string;
    version: number;
    enabledVersion: number | null;
    webhookPath: string | null;
  };
  webhookSecret?: string | null;
  previousSecretExpiresAt?: string | null;
  runId?: string;
}
export interface ShownStep {
  path: string;
  name: string;
  type: string;
  state: string;
  attempts: number;
  resumed: number;
  input: never;
  output: never;
  error: { code: string; message: string } | null;
  waitingFor: { kind: string; reference: string | null } | null;
}
export interface ShownRun {
  id: string;
  state: string;
  isHidden: boolean;
  trigger: Record<string, unknown> | null;
  documentIds: string[];
  error: { code: string; message: string; path: string | null } | null;
  steps: ShownStep[];
}
type Asking = Pick<TestHost, 'query'>;

/** What the tests do with workflows, through the graph. */
export function workflowsOf(host: Asking) {
  const change = async (field: string, type: string, input: object, payload: string): Promise<Outcome> => {
    const source = `mutation ($input: ${type}!) { it: ${field}(input: $input) { __typename ${payload} ${failure} } }`;
    return (await host.query<{ it: Outcome }>(source, { input })).it;
  };
  const workflow =
    '... on WorkflowPayload { workflow { id state version enabledVersion webhookPath } webhookSecret }';
  const save = (id: string, definition: object) =>
    change('saveWorkflow', 'SaveWorkflowInput', { id, definition }, workflow);
  const enable = (id: string, version?: number) =>
    change('enableWorkflow', 'EnableWorkflowInput', { id, version }, workflow);
  return {
    save,
    enable,
    /** Saves and enables; throws what hinders it. */
    async set(id: string, definition: object): Promise<void> {
      for (const done of [await save(id, definition), await enable(id)]) {
        if (done.code) throw new RangeError(`${id}: ${done.code} ${done.message}`);
      }
    },
    disable: (id: string) => change('disableWorkflow', 'DisableWorkflowInput', { id }, workflow),
    rotate: (id: string) =>
      change(
        'rotateWorkflowSecret',
        'RotateWorkflowSecretInput',
        { id, overlapHours: 1 },
        `${workflow.slice(0, -1)} previousSecretExpiresAt }`,
      ),
    remove: (id: string) =>
      change('deleteWorkflow', 'DeleteWorkflowInput', { id }, '... on DeletedWorkflow { id }'),
    async start(id: string, input: object = {}, idempotencyKey?: string): Promise<string> {
      const asked = { id, input, idempotencyKey };
      const done = await change(
        'startWorkflow',
        'StartWorkflowInput',
        asked,
        '... on StartedWorkflow { runId }',
      );
      if (!done.runId) throw new RangeError(`${id}: ${done.code} ${done.message}`);
      return done.runId;
    },
    tryStart: (id: string, input: object = {}) =>
      change('startWorkflow', 'StartWorkflowInput', { id, input }, '... on StartedWorkflow { runId }'),
    cancel: (id: string, compensate = true) =>
      change(
        'cancelWorkflowRun',
        'CancelWorkflowRunInput',
        { id, compensate },
        '... on WorkflowRunPayload { run { id } }',
      ),
    async run(id: string): Promise<ShownRun | null> {
      const source = `query ($id: ID!) { workflowRun(id: $id) { ${runFields} } }`;
      return (await host.query<{ workflowRun: ShownRun | null }>(source, { id })).workflowRun;
    },
    async runsOf(workflowId: string): Promise<ShownRun[]> {
      const source = `query ($id: ID!) { workflowRuns(workflowId: $id) { totalCount nodes { ${runFields} } } }`;
      return (await host.query<{ workflowRuns: { nodes: ShownRun[] } }>(source, { id: workflowId }))
        .workflowRuns.nodes;
    },
  };
}

/** `name: state` of each step, in their order. */
export const statesOf = (run: ShownRun | null) =>
  run?.steps.map(({ path, state }) => `${path} ${state}`) ?? [];

/** A workflow that is started by a call. */
export const called = (steps: readonly object[], more: object = {}) => ({
  format: 1,
  title: 'A test',
  trigger: { type: 'call' },
  steps,
  ...more,
});

/** Lets what comes round come, once. */
export async function sweepNow(host: TestHost): Promise<void> {
  const { platform } = host.assembly;
  const context = {
    tenant: host.id,
    actor: 'plugin:automation',
    roles: [],
    scopes: ['*'],
    groups: [],
    rights: { mode: 'any' as const, principals: ['tenant'] },
    requestId: '',
    traceparent: '',
    deadline: Date.now() + 60_000,
    generation: null,
  };
  await platform.database.tenant(host.id, (tx) =>
    platform.outbox.job(tx, context, {
      name: 'plugins.job',
      payload: { job: 'automation.sweep', payload: {} },
    }),
  );
  await host.settled();
}

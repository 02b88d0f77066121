import type { Caller } from '../caller.js';
import { askWith as ask, changeWith as change, type PluginProbes } from './probe.js';

const definition = {
  format: 1,
  title: 'A probe',
  trigger: { type: 'call' },
  steps: [{ name: 'rest', type: 'wait', for: '1h' }],
};

/** How workflows and their runs are tried. Workflows have names of the tenant's own. */
export const automationProbes: PluginProbes = {
  probes: {
    'Mutation.cancelWorkflowRun(input.id)': change(
      'workflowRun',
      'cancelWorkflowRun',
      'CancelWorkflowRunInput',
      (id) => ({ id }),
    ),
    'Mutation.startWorkflow(input.input)': change(
      'document',
      'startWorkflow',
      'StartWorkflowInput',
      (documentId) => ({ id: 'none', input: { documentId } }),
    ),
    'Mutation.summarizeWorkflowRun(input.id)': change(
      'workflowRun',
      'summarizeWorkflowRun',
      'SummarizeWorkflowRunInput',
      (id) => ({ id }),
    ),
    'Query.simulateWorkflow(input.documentIds)': ask(
      'document',
      `query P($input: SimulateWorkflowInput!) { simulateWorkflow(input: $input) { __typename
        ... on WorkflowSimulation { runs { trigger steps { input output } } } ... on Failure { code message } } }`,
      (documentId) => ({ input: { definition, documentIds: [documentId] } }),
    ),
    'Query.workflowRun(id)': ask(
      'workflowRun',
      'query P($id: ID!) { workflowRun(id: $id) { id trigger steps { input output } } }',
    ),
    'Subscription.workflowRunChanged(id)': ask(
      'workflowRun',
      'subscription P($id: ID!) { workflowRunChanged(id: $id) { id state } }',
    ),
  },
  lists: {
    workflow: '{ workflow(id: "none") { id title definition } }',
    workflows: '{ workflows(first: 100) { totalCount nodes { id title definition } } }',
    workflowRuns: '{ workflowRuns(first: 20) { totalCount nodes { id trigger steps { input output } } } }',
    checkWorkflow: '{ checkWorkflow(input: { definition: {} }) { valid problems { path } } }',
  },
  noIds: [
    'Mutation.deleteWorkflow(input.id)',
    'Mutation.disableWorkflow(input.id)',
    'Mutation.enableWorkflow(input.id)',
    'Mutation.rotateWorkflowSecret(input.id)',
    'Mutation.saveWorkflow(input.definition)',
    'Mutation.saveWorkflow(input.id)',
    'Mutation.startWorkflow(input.id)',
    'Query.checkWorkflow(input.definition)',
    'Query.simulateWorkflow(input.definition)',
    'Query.simulateWorkflow(input.id)',
    'Query.simulateWorkflow(input.input)',
    'Query.workflow(id)',
    'Query.workflowRuns(workflowId)',
  ],
};

/** A run of a workflow of the word's name, which rests; what it was begun with holds the word. */
export async function makeWorkflowRun(caller: Caller, word: string): Promise<string> {
  await caller.change('saveWorkflow', 'SaveWorkflowInput', { id: word, definition, note: `Of ${word}` }, '');
  await caller.change('enableWorkflow', 'EnableWorkflowInput', { id: word }, '');
  const input = { id: word, input: { word } };
  const started = '... on StartedWorkflow { runId }';
  return (await caller.change('startWorkflow', 'StartWorkflowInput', input, started)).runId;
}

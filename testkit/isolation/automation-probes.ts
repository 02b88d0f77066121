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
      'run',
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
      'run',
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
      'run',
      'query P($id: ID!) { workflowRun(id: $id) { id trigger steps { input output } } }',
    ),
    'Subscription.workflowRunChanged(id)': ask(
      'run',
      'subscription P($id: ID!) { workflowRunChanged(id: $id) { id state } }',
    ),
  },
  lists: {
    workflow: '{ workflow(id: "none") { id title definition } }',
    workflows: '{ workflows(first: 100) { totalCount nodes { id title definition } } }',
    workflowRuns: '{ workflowRuns(first: 100) { totalCount nodes { id trigger steps { input output } } } }',
    checkWorkflow: '{ checkWorkflow(input: { definition: {} }) { valid problems { path } } }',
  },
  noIds: [
    'Mutation.deleteWorkflow(input.id)',
    'Mutation.disableWorkflow(input.id)',
    'Mutation.enableWorkflow(input.id)',
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

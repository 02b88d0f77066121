import type { Caller } from '../caller.js';
import { eventually } from '../system.js';
import { askWith as ask, changeWith as change, type Probe } from './probe.js';

const variants = [{ name: 'probe', engine: 'BUILT_IN' }];
const evaluators = [{ id: 'evaluation.latency' }];
const plan = (datasetId: string) => ({ datasetId, variants, evaluators });
const estimate = `query P($input: StartExperimentInput!) { estimateExperiment(input: $input) { __typename
  ... on ExperimentEstimate { runs } ... on Failure { code message } } }`;
const compare = `query P($input: CompareExperimentsInput!) { compareExperiments(input: $input) { __typename
  ... on ExperimentComparison { measures { measure } } ... on Failure { code message } } }`;
/** A document that a variant puts over the inputs of one's own dataset. */
const over = (documentId: string, datasetId: string) => ({
  ...plan(datasetId),
  variants: [{ name: 'probe', capability: 'summarization.summarize', arguments: { documentId } }],
});

/** How the arguments of the plugin `evaluation` are tried. */
export const evaluationProbes: Readonly<Record<string, Probe>> = {
  'Mutation.addCases(input.datasetId)': change('dataset', 'addCases', 'AddCasesInput', (datasetId) => ({
    datasetId,
    text: '{"id":"probe","input":1}',
    replace: true,
  })),
  'Mutation.addCasesFromRuns(input.datasetId)': change(
    'dataset',
    'addCasesFromRuns',
    'AddCasesFromRunsInput',
    (datasetId) => ({ datasetId, first: 1 }),
  ),
  'Mutation.addCasesFromRuns(input.runIds)': change(
    'run',
    'addCasesFromRuns',
    'AddCasesFromRunsInput',
    (id, own) => ({ datasetId: own.dataset, runIds: [id] }),
  ),
  'Mutation.cancelExperiment(input.id)': change(
    'experiment',
    'cancelExperiment',
    'CancelExperimentInput',
    (id) => ({ id }),
  ),
  'Mutation.checkClaims(input.documentIds)': change('document', 'checkClaims', 'CheckClaimsInput', (id) => ({
    claims: ['The courier came.'],
    documentIds: [id],
  })),
  'Mutation.deleteDataset(input.datasetId)': change(
    'dataset',
    'deleteDataset',
    'DeleteDatasetInput',
    (datasetId) => ({ datasetId }),
  ),
  'Mutation.putCase(input.datasetId)': change('dataset', 'putCase', 'PutCaseInput', (datasetId) => ({
    datasetId,
    id: 'probe',
    input: {},
  })),
  'Mutation.putCase(input.input)': change('document', 'putCase', 'PutCaseInput', (documentId, own) => ({
    datasetId: own.dataset,
    id: 'probe',
    input: { documentId },
  })),
  'Mutation.removeCases(input.datasetId)': change(
    'dataset',
    'removeCases',
    'RemoveCasesInput',
    (datasetId) => ({ datasetId, ids: ['only'] }),
  ),
  'Mutation.startExperiment(input.datasetId)': change(
    'dataset',
    'startExperiment',
    'StartExperimentInput',
    plan,
  ),
  'Mutation.startExperiment(input.variants.arguments)': change(
    'document',
    'startExperiment',
    'StartExperimentInput',
    (id, own) => over(id, own.dataset),
  ),
  'Query.compareExperiments(input.baselineId)': ask('experiment', compare, (baselineId, own) => ({
    input: { experimentId: own.experiment, baselineId },
  })),
  'Query.compareExperiments(input.experimentId)': ask('experiment', compare, (experimentId, own) => ({
    input: { experimentId, baselineId: own.experiment },
  })),
  'Query.dataset(id)': ask(
    'dataset',
    'query P($id: ID!) { dataset(id: $id) { caseCount cases { totalCount nodes { input } } history { totalCount } } }',
  ),
  'Query.estimateExperiment(input.datasetId)': ask('dataset', estimate, (id) => ({ input: plan(id) })),
  'Query.estimateExperiment(input.variants.arguments)': ask('document', estimate, (id, own) => ({
    input: over(id, own.dataset),
  })),
  'Query.experiment(id)': ask(
    'experiment',
    'query P($id: ID!) { experiment(id: $id) { state done results { totalCount nodes { output } } } }',
  ),
  'Query.experiments(datasetId)': ask(
    'dataset',
    'query P($id: ID!) { experiments(datasetId: $id) { totalCount nodes { state } } }',
  ),
  'Query.exportDataset(id)': ask('dataset', 'query P($id: ID!) { exportDataset(id: $id) { lines text } }'),
  'Query.exportExperiment(id)': ask(
    'experiment',
    'query P($id: ID!) { exportExperiment(id: $id) { lines text } }',
  ),
  'Subscription.experimentProgress(id)': ask(
    'experiment',
    'subscription P($id: ID!) { experimentProgress(id: $id) { state done } }',
  ),
};

/** Operations on the fields of the plugin `evaluation` that show a list. */
export const evaluationLists: Readonly<Record<string, string>> = {
  aiQuality: '{ aiQuality { points { group runs } corrections documents } }',
  datasets: '{ datasets(first: 100) { totalCount nodes { id description cases { nodes { id input } } } } }',
  evaluators: '{ evaluators { id } }',
  experiments:
    '{ experiments(first: 100) { totalCount nodes { id name datasetId results { nodes { output runId } } } } }',
  sampledRuns: '{ sampledRuns(first: 100) { runId capability scores { reason } } }',
  sampling: '{ sampling { capability share } }',
};

/** Names that the caller gives, those of the system’s evaluators, and what is right: plain data. */
export const evaluationNoIds: readonly string[] = [
  'Mutation.createDataset(input.id)',
  'Mutation.putCase(input.expected)',
  'Mutation.putCase(input.id)',
  'Mutation.removeCases(input.ids)',
  'Mutation.setSampling(input.evaluators)',
  'Mutation.startExperiment(input.evaluators.id)',
  'Mutation.startExperiment(input.evaluators.parameters)',
  'Mutation.startExperiment(input.variants.prompts)',
  'Query.estimateExperiment(input.evaluators.id)',
  'Query.estimateExperiment(input.evaluators.parameters)',
  'Query.estimateExperiment(input.variants.prompts)',
];

/** A dataset and an experiment over it that hold the word; both are of the whole tenant. */
export async function makeEvaluation(
  caller: Caller,
  word: string,
): Promise<{ dataset: string; experiment: string }> {
  const id = `cases-of-${word}`;
  const dataset = '... on DatasetPayload { dataset { id } }';
  const about = { id, capability: 'evaluation.check-claims', description: word };
  await caller.change('createDataset', 'CreateDatasetInput', about, dataset);
  const text = JSON.stringify({
    id: 'only',
    input: { claims: [`${word} came.`], sources: [`${word} came.`] },
  });
  await caller.change('addCases', 'AddCasesInput', { datasetId: id, text }, dataset);
  const started = '... on ExperimentPayload { experiment { id } }';
  const input = { ...plan(id), name: word };
  const { experiment } = await caller.change('startExperiment', 'StartExperimentInput', input, started);
  await eventually(
    () => caller.data('query E($id: ID!) { experiment(id: $id) { state } }', { id: experiment.id }),
    ({ experiment: now }) => now.state === 'FINISHED',
    60_000,
  );
  return { dataset: id, experiment: experiment.id };
}

import { describePlugin } from 'tributary/testkit';

const lines = JSON.stringify({
  id: 'mill',
  input: { claims: ['The mill was built in 1780.'], sources: ['In 1780 the mill was built.'] },
  expected: { supportedShare: 1 },
});

describePlugin(import.meta.url, {
  inputs: {
    'evaluation.check-claims': () => ({ claims: ['The mill is old.'], sources: ['The mill is very old.'] }),
    'evaluation.judge': () => ({
      question: 'What is old?',
      expected: 'The mill.',
      answer: 'The mill is old.',
    }),
  },
  // An experiment of its own, for the page names that of the operation above.
  variables: async ({ host }) => {
    const dataset = { id: 'contract', capability: 'evaluation.check-claims' };
    const cases = { datasetId: 'contract', text: lines };
    await host.query(
      `mutation ($dataset: CreateDatasetInput!, $cases: AddCasesInput!) {
        createDataset(input: $dataset) { __typename } addCases(input: $cases) { __typename } }`,
      { dataset, cases },
    );
    const variants = [{ name: 'as it is' }, { name: 'as a summary', arguments: { kind: 'SUMMARY' } }];
    const input = { datasetId: 'contract', variants, evaluators: [{ id: 'evaluation.exact-fields' }] };
    type Started = { startExperiment: { experiment: { id: string } } };
    const { startExperiment } = await host.query<Started>(
      `mutation ($input: StartExperimentInput!) { startExperiment(input: $input) {
        ... on ExperimentPayload { experiment { id } } } }`,
      { input },
    );
    return { lines, experimentId: startExperiment.experiment.id };
  },
});

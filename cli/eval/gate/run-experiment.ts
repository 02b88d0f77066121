import { setTimeout as wait } from 'node:timers/promises';
import { type Client, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import type { GateExperiment } from './gate-file.js';

type Outcome<Payload> = { __typename: string; code?: string; message?: string } & Partial<Payload>;

const failure = '... on Failure { code message }';
const createDataset = operation<{ it: Outcome<object> }>(
  `mutation GateDataset($input: CreateDatasetInput!) { it: createDataset(input: $input) { __typename ${failure} } }`,
);
const addCases = operation<{ it: Outcome<object> }>(
  `mutation GateCases($input: AddCasesInput!) { it: addCases(input: $input) { __typename ${failure} } }`,
);
const start = operation<{ it: Outcome<{ experiment: { id: string } }> }>(
  `mutation GateExperiment($input: StartExperimentInput!) { it: startExperiment(input: $input) {
    __typename ... on ExperimentPayload { experiment { id } } ${failure} } }`,
);
const progress = operation<{ experiment: Progress | null }>(
  `query GateProgress($id: ID!) { experiment(id: $id) { state done total failed error datasetVersion } }`,
);
const results = operation<{ experiment: { results: Page } | null }>(
  `query GateResults($id: ID!, $after: Cursor) { experiment(id: $id) { results(first: 100, after: $after) {
    nodes { caseId variant outcome scores { evaluator measure score value } } pageInfo { hasNextPage endCursor } } } }`,
);

interface Progress {
  state: string;
  done: number;
  total: number;
  failed: number;
  error: string | null;
  datasetVersion: number;
}

/** What a variant made of a case. */
export interface CaseScores {
  caseId: string;
  variant: string;
  outcome: string;
  scores: { evaluator: string; measure: string; score: number; value: number | null }[];
}
interface Page {
  nodes: CaseScores[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const lookMs = 500;

/** Fills the dataset from a file; one that is there takes on the cases of the file. */
export async function fillDataset(
  client: Client,
  { dataset: id, capability = '', name }: GateExperiment,
  cases: { text: string; format: string },
): Promise<void> {
  const { it: made } = await client.request(createDataset, { input: { id, capability, description: name } });
  if (made.__typename !== 'DatasetPayload' && made.__typename !== 'Conflict') throw refusal(made);
  const input = { datasetId: id, ...cases, replace: true };
  const { it: filled } = await client.request(addCases, { input });
  if (filled.__typename !== 'DatasetPayload') throw refusal(filled);
}

/** Runs an experiment to its end and reads every score. Errors: as the system codes them, `TIMEOUT`. */
export async function runExperiment(
  client: Client,
  { dataset: datasetId, version, name, variants, evaluators }: GateExperiment,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<{ id: string; version: number; failed: number; cases: CaseScores[] }> {
  const input = { datasetId, version, name, variants, evaluators };
  const { it } = await client.request(start, { input }, { signal });
  if (!it.experiment) throw refusal(it);
  const { id } = it.experiment;
  for (let shown = -1; ; ) {
    const { experiment } = await client.request(progress, { id }, { signal });
    if (!experiment) throw new AppError('NOT_FOUND', { thing: `The experiment ${id}` });
    if (experiment.done !== shown) say(`${datasetId}: ${experiment.done} of ${experiment.total}`);
    shown = experiment.done;
    if (experiment.state === 'FINISHED') {
      const cases = await readResults(client, id, signal);
      return { id, version: experiment.datasetVersion, failed: experiment.failed, cases };
    }
    if (experiment.state !== 'PENDING' && experiment.state !== 'RUNNING') {
      const reason = `the experiment ${id} ended as ${experiment.state}: ${experiment.error ?? 'by a person'}`;
      throw new AppError('CONFLICT', { reason });
    }
    await wait(lookMs, undefined, { signal });
  }
}

async function readResults(client: Client, id: string, signal: AbortSignal): Promise<CaseScores[]> {
  const all: CaseScores[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await readPage(client, { id, after }, signal);
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

async function readPage(
  client: Client,
  variables: { id: string; after: string | null },
  signal: AbortSignal,
): Promise<Page> {
  const { experiment } = await client.request(results, variables, { signal });
  if (!experiment) throw new AppError('NOT_FOUND', { thing: `The experiment ${variables.id}` });
  return experiment.results;
}

const refusal = ({ code, message }: Outcome<object>) =>
  code === 'FORBIDDEN'
    ? new AppError('FORBIDDEN', { needed: 'evaluation:manage' })
    : new AppError('CONFLICT', { reason: `${code}: ${message}` });

import type { Caller } from '../caller.js';
import { askWith as ask, changeWith as change, type PluginProbes } from './probe.js';

const experimentOf = (dataset: string) => ({
  kind: 'evaluation.experiment',
  arguments: {
    dataset,
    variants: [{ name: 'probe', engine: 'BUILT_IN' }],
    evaluators: [{ id: 'evaluation.latency' }],
  },
});

/** How long work is tried. */
export const workProbes: PluginProbes = {
  probes: {
    'Mutation.cancelWork(input.id)': change('work', 'cancelWork', 'WorkInput', (id) => ({ id })),
    'Mutation.resumeWork(input.id)': change('work', 'resumeWork', 'WorkInput', (id) => ({ id })),
    'Mutation.startWork(input.arguments)': change('dataset', 'startWork', 'StartWorkInput', experimentOf),
    'Query.estimateWork(input.arguments)': ask(
      'dataset',
      'query P($input: EstimateWorkInput!) { estimateWork(input: $input) { items costUsd } }',
      (dataset) => ({ input: experimentOf(dataset) }),
    ),
    'Query.work(id)': ask(
      'work',
      'query P($id: ID!) { work(id: $id) { kind state arguments failures { nodes { key message } } } }',
    ),
    'Subscription.workChanged(id)': ask(
      'work',
      'subscription P($id: ID!) { workChanged(id: $id) { state arguments done } }',
    ),
  },
  lists: {
    workKinds: '{ workKinds { name } }',
    works: `{ works(first: 100) { totalCount
      nodes { id kind startedBy arguments failures { nodes { key message } } } } }`,
  },
};

/** A work of one's own. */
export async function startWork(caller: Caller): Promise<string> {
  const input = { kind: 'advice.regenerate', arguments: { kind: 'receipt' } };
  const payload = '... on WorkPayload { work { id } }';
  return (await caller.change('startWork', 'StartWorkInput', input, payload)).work.id as string;
}

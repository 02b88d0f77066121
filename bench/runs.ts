import { setTimeout as wait } from 'node:timers/promises';
import { type Client, createClient, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { withOwnSystem } from '../cli/own-system.js';
import { untilProcessed } from '../cli/until-processed.js';
import { type Benchmark, figure, percentile } from './benchmark.js';
import { pdfFiles, textFiles } from './ingest/files.js';
import { bareInserts } from './ingest/peers.js';

const runCount = 200;
const warmUp = 20;
const atOnce = 8;
const capability = 'extraction.fields';
const endMs = 300_000;
const pollMs = 50;

const versionOf = operation<{ document: { versionId: string } | null }, { id: string }>(
  'query VersionOf($id: ID!) { document(id: $id) { versionId } }',
);
const startRun = operation<
  { startRun: { run?: { id: string }; code?: string } },
  { input: { capability: string; arguments: unknown; anew: boolean } }
>(`mutation StartRun($input: StartRunInput!) {
  startRun(input: $input) { ... on StartRunPayload { run { id } } ... on Failure { code } }
}`);
const open = operation<Record<'pending' | 'running' | 'failed', { totalCount: number }>>(`query OpenRuns {
  pending: runs(first: 1, filter: { state: PENDING }) { totalCount }
  running: runs(first: 1, filter: { state: RUNNING }) { totalCount }
  failed: runs(first: 1, filter: { state: FAILED }) { totalCount }
}`);

/** Runs of a step's capability, each through every layer: rights, budget, engine, checks, rules, log and record. */
export const runs: Benchmark = {
  name: 'runs',
  about: `${runCount} runs of ${capability} on an invoice, started through the API, ${atOnce} requests at once`,
  async run(say) {
    say('the peer');
    const inserts = await bareInserts(textFiles(300));
    return withOwnSystem({ LIMITS: 'rate=1000000' }, async (system) => {
      const client = createClient(system);
      try {
        const argumentsOfRun = await uploadInvoice(client);
        say('warming up');
        await runAll(client, argumentsOfRun, warmUp);
        say('runs');
        const began = performance.now();
        const acknowledged = await runAll(client, argumentsOfRun, runCount);
        const seconds = (performance.now() - began) / 1000;
        return [
          figure('runs', runCount / seconds, 'a second', { peer: inserts }),
          figure('startRun, 99th percentile', percentile(acknowledged, 0.99), 'ms', {
            peer: { name: 'median', value: percentile(acknowledged, 0.5) },
          }),
        ];
      } finally {
        await client.close();
      }
    });
  },
};

async function uploadInvoice(client: Client): Promise<{ documentId: string; versionId: string }> {
  const [invoice] = pdfFiles(1);
  const { id } = await client.upload({ name: 'invoice.pdf', bytes: invoice?.bytes ?? new Uint8Array() });
  await untilProcessed(client, AbortSignal.timeout(endMs));
  const { document } = await client.request(versionOf, { id });
  return { documentId: id, versionId: document?.versionId ?? '' };
}

/** Starts so many runs and waits until none is open; gives how long each start took. */
async function runAll(client: Client, given: unknown, count: number): Promise<number[]> {
  const times: number[] = [];
  let left = count;
  const starter = async () => {
    while (left-- > 0) {
      const began = performance.now();
      const { startRun: started } = await client.request(startRun, {
        input: { capability, arguments: given, anew: true },
      });
      times.push(performance.now() - began);
      if (started.code) throw new AppError('UNAVAILABLE', { thing: `A run (${started.code})` });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, starter));
  await untilEnded(client);
  return times;
}

async function untilEnded(client: Client): Promise<void> {
  const signal = AbortSignal.timeout(endMs);
  while (!signal.aborted) {
    const { pending, running, failed } = await client.request(open, {});
    if (failed.totalCount > 0) throw new AppError('RUN_FAILED');
    if (pending.totalCount + running.totalCount === 0) return;
    await wait(pollMs);
  }
  throw new AppError('TIMEOUT');
}

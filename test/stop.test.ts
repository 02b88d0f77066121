import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operation, type RunEventData } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { Story } from '../testkit/main-job/story.js';
import { readRun, runEvents, summarize } from '../testkit/main-job/streams.js';
import {
  type ChaosProvider,
  sayRestAfter,
  startChaosProvider,
  unhurried,
} from '../testkit/providers/index.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

const watchOne = operation<unknown, { id: string }>(
  'subscription WatchOne($id: ID!) { documentChanged(id: $id) { id status } }',
);
const contract = 'contract.md';

let system: TestSystem;
let model: ChaosProvider;
let folder: string;
let contractId: string;

/** A system with one document, read without a model, that is then started again with one. */
beforeAll(async () => {
  system = await TestSystem.start({ settings: { PORT: String(await freePort()) } });
  const story = new Story(system);
  const path = join(repositoryRoot, 'examples/documents/letters/contract-maintenance.md');
  ({ id: contractId } = await story.upload(contract, await readFile(path)));
  await story.processed(contract);
  await story.close();
  model = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-models-'));
  const chat = { provider: 'openai', baseUrl: model.url, timeouts: unhurried, model: 'test-model' };
  await writeFile(join(folder, 'models.json'), JSON.stringify({ aliases: { chat } }));
});
afterAll(async () => {
  await system?.close();
  await model?.close();
  await rm(folder, { recursive: true, force: true });
});

it('is ready again after it was stopped', async () => {
  expect(await system.stop()).toEqual([0]);
  await system.start({ MODELS: `file:${join(folder, 'models.json')}` });
  expect((await fetch(new URL('/readyz', system.url))).status).toBe(200);
});

it('ends what runs when it is told to stop; streams go on at the next start with no part lost', async () => {
  const first =
    'The contractor maintains the network and the workstations of the client, for a monthly fee. ';
  const rest = 'Either party may end the agreement by giving three months of notice before a period ends.';
  const told = Promise.withResolvers<void>();
  model.next(sayRestAfter(first.repeat(3), told.promise, rest));
  const client = system.client();
  const begun = Promise.withResolvers<void>();
  const reading = readRun(noticing(client.follow(summarize, { id: contractId }), begun.resolve));
  await Promise.race([begun.promise, reading]);
  const opened = Promise.withResolvers<void>();
  const watching = system.client().subscribe(watchOne, { id: contractId });
  const sentAway = awaitEnd(watching, opened.resolve);
  await opened.promise;

  const readyz = new URL('/readyz', system.url);
  const stopped = system.stop();
  const status = await eventually(
    () => fetch(readyz).then((response) => response.status),
    (code) => code !== 200,
  );
  expect(status).toBe(503);
  expect(await sentAway).toMatchObject({ code: 'GOING_AWAY' });
  told.resolve();
  expect(await stopped).toEqual([0]);

  await system.start();
  const run = await reading;
  expect(run.text).toBe(first.repeat(3) + rest);
  expect(new Set(run.cursors).size).toBe(run.cursors.length);
  const whole = await readRun(system.client().follow(runEvents, { runId: run.runId }));
  expect(run).toEqual(whole);
  expect(model.requests).toHaveLength(1);
});

it('does not start with a setting that is not valid, and says which', async () => {
  const started = TestSystem.start({ settings: { PORT: 'many' } });
  await expect(started).rejects.toThrow(/ended with 78[\s\S]*PORT/);
});

it('does not start when its port is taken, and says so', async () => {
  const { port } = new URL(system.url);
  await expect(TestSystem.start({ settings: { PORT: port } })).rejects.toThrow(
    /ended with 78[\s\S]*PORT.*another process/,
  );
});

/** Passes the events of a run on, and says when its text has begun. */
async function* noticing(events: AsyncIterable<RunEventData>, begun: () => void) {
  for await (const event of events) {
    if (event.__typename === 'TextDelta') begun();
    yield event;
  }
}

/** How a subscription ended; says when it has begun. */
async function awaitEnd(events: AsyncIterable<unknown>, begun: () => void): Promise<unknown> {
  try {
    for await (const _ of events) begun();
    return null;
  } catch (error) {
    return error;
  }
}

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Client, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { add, allRead, changeMutation, configure, readChange } from '../../testkit/embedding-change.js';
import { eventually, TestSystem } from '../../testkit/system.js';
import { type Benchmark, figure, percentile } from '../benchmark.js';

const documents = 250;
const passagesEach = 20;
const recipients = 10_000;
/** Asks before the load and after it, and at least so many beside it. */
const asked = 60;
const warmUp = 10;
const longestMs = 600_000;
/** How much later the first part may come at the median. */
const mostRatio = 1.2;

const ask = `subscription Ask($question: String!, $after: Cursor) {
  ask(question: $question, anew: true, after: $after) { __typename cursor ... on RunFailed { code } } }`;
const notify = operation<
  { notify: { notification?: { id: string }; code?: string } },
  { input: Record<string, unknown> }
>(
  'mutation Tell($input: NotifyInput!) { notify(input: $input) { ... on NotifyPayload { notification { id } } ... on Failure { code } } }',
);
const sent = operation<{ sentNotification: { state: string; reached: number } | null }, { id: string }>(
  'query Sent($id: ID!) { sentNotification(id: $id) { state reached } }',
);

/** Long work beside people who ask: what they see first must not come later for it. */
export const interactive: Benchmark = {
  name: 'interactive',
  about: `${recipients} notifications and ${documents * passagesEach} batch embeddings beside answers that people wait for`,
  async run(say) {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-interactive-'));
    const embedder = new Worker(new URL('./embedder.js', import.meta.url));
    const [url] = (await once(embedder, 'message')) as [string];
    const models = join(folder, 'models.json');
    await configure(models, url, 'first');
    const settings = { MODELS: `file:${models}`, LIMITS: 'rate=1000000' };
    const system = await TestSystem.start({ settings });
    try {
      say('documents and members');
      const office = system.client();
      for (let at = 0; at < documents; at += 1) await add(office, at, passagesEach);
      await allRead(office, documents);
      await addMembers(system);
      await system.stop();
      await configure(models, url, 'second');
      await system.start();
      return await measure(system, say);
    } finally {
      await system.close();
      await embedder.terminate();
      await rm(folder, { recursive: true });
    }
  },
};

async function measure(system: TestSystem, say: (line: string) => void) {
  const office = system.client();
  const asker = system.client();
  await firstParts(asker, warmUp, () => false);
  say('answers without load');
  const before = await firstParts(asker, asked, () => false);
  say('the load');
  const began = performance.now();
  const load = startLoad(office);
  let isOver = false;
  const ended = load.then((report) => {
    isOver = true;
    return report;
  });
  ended.catch(() => {
    isOver = true;
  });
  const beside = await firstParts(asker, 1, () => !isOver);
  const { embeddedMs, notifiedMs } = await ended;
  say('answers without load again');
  const after = await firstParts(asker, asked, () => false);
  const alone = percentile([...before, ...after], 0.5);
  const median = percentile(beside, 0.5);
  return [
    figure('first part beside the load, median', median, 'ms', { peer: { name: 'without', value: alone } }),
    figure('that against without', median / alone, 'times', { wanted: { atMost: mostRatio } }),
    figure('first part beside the load, 95th percentile', percentile(beside, 0.95), 'ms', {
      peer: { name: 'without', value: percentile([...before, ...after], 0.95) },
    }),
    figure('answers beside the load', beside.length, 'answers', { wanted: { atLeast: 20 } }),
    figure('notifications', recipients, `in ${((notifiedMs - began) / 1_000).toFixed(1)} s`),
    figure('embeddings', documents * passagesEach, `in ${((embeddedMs - began) / 1_000).toFixed(1)} s`),
  ];
}

/** How long each of them takes to its first part that is shown, one after another. */
async function firstParts(client: Client, atLeast: number, goesOn: () => boolean): Promise<number[]> {
  const times: number[] = [];
  const shown = new Set(['TextDelta', 'ObjectDelta', 'Citation']);
  while (times.length < atLeast || goesOn()) {
    const began = performance.now();
    const number = times.length % documents;
    const question = `How many tall reeds has the side ${number % 2 === 0 ? 'even' : 'odd'} of document ${number}?`;
    let first = 0;
    for await (const part of client.follow(ask, { question })) {
      if (first === 0 && shown.has(String(part.__typename))) first = performance.now() - began;
      if (part.__typename === 'RunFailed') throw new AppError('RUN_FAILED');
    }
    times.push(first === 0 ? performance.now() - began : first);
  }
  return times;
}

/** Another embedding model for all passages, and a notification to all members; resolves when both are over. */
async function startLoad(office: Client): Promise<{ embeddedMs: number; notifiedMs: number }> {
  const { reembed } = await office.request(changeMutation('reembed', 'ReembedInput'), { input: {} });
  if (!reembed?.change)
    throw new AppError('CONFLICT', { reason: `the load did not begin: ${reembed?.code}` });
  const input = { to: ['tenant'], topic: 'bench.interactive', title: 'The reeds are tall.' };
  const { notify: told } = await office.request(notify, { input });
  const id = told.notification?.id;
  if (!id) throw new AppError('CONFLICT', { reason: `nobody was told: ${told.code}` });
  const [embeddedMs, notifiedMs] = await Promise.all([
    eventually(
      async () => (await office.request(readChange)).embeddingChange,
      (change) => change !== null && !['BUILDING', 'COMPARING'].includes(change.state),
      longestMs,
    ).then((change) => {
      if (change?.state !== 'SWITCHED') throw new AppError('RUN_FAILED', { reason: `${change?.state}` });
      return performance.now();
    }),
    eventually(
      async () => (await office.request(sent, { id })).sentNotification,
      (message) => message?.state === 'SENT',
      longestMs,
    ).then((message) => {
      if ((message?.reached ?? 0) < recipients)
        throw new AppError('RUN_FAILED', { reason: `${message?.reached} were reached` });
      return performance.now();
    }),
  ]);
  return { embeddedMs, notifiedMs };
}

/** As `createMember` would make them one by one. */
async function addMembers(system: TestSystem): Promise<void> {
  await system.query(
    `with tenant as (select tenant_id from documents.documents limit 1),
     made as (
       insert into accounts.members (tenant_id, id, email, name, roles)
       select tenant_id, gen_random_uuid(), 'reader-' || n || '@example.org', null, '{member}'
         from tenant, generate_series(1, $1::int) n returning tenant_id, id)
     insert into platform.principals (tenant_id, actor, roles, scopes, groups)
     select tenant_id, 'user:' || id, '{member}', '{*}', '{}' from made`,
    [recipients],
  );
}

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Client, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { add, allRead, changeMutation, configure, readChange } from '../../testkit/embedding-change.js';
import { TestSystem } from '../../testkit/system.js';
import { type Benchmark, figure, percentile } from '../benchmark.js';

const documents = 250;
const passagesEach = 20;
const recipients = 10_000;
/** Asks before the load and after it, and at least so many beside it. */
const asked = 60;
const warmUp = 10;
const longestMs = 600_000;
const lookMs = 500;
/** How much later the first part may come at the median. */
const mostRatio = 1.2;

interface Asked {
  readonly began: number;
  /** To its first part that is shown. */
  readonly ms: number;
}
const timesOf = (all: readonly Asked[]) => all.map(({ ms }) => ms);

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
  const without = timesOf([...before, ...after]);
  const alone = percentile(without, 0.5);
  const median = percentile(timesOf(beside), 0.5);
  const beginning = timesOf(beside.filter((one) => one.began < notifiedMs));
  const peer = { name: 'without', value: alone };
  return [
    figure('first part beside the load, median', median, 'ms', { peer }),
    figure('that against without', median / alone, 'times', { wanted: { atMost: mostRatio } }),
    figure('first part while notifications went out, median', percentile(beginning, 0.5), 'ms', { peer }),
    figure('first part beside the load, 95th percentile', percentile(timesOf(beside), 0.95), 'ms', {
      peer: { name: 'without', value: percentile(without, 0.95) },
    }),
    figure('answers beside the load', beside.length, 'answers', { wanted: { atLeast: 20 } }),
    figure('notifications', recipients, `in ${((notifiedMs - began) / 1_000).toFixed(1)} s`),
    figure('embeddings', documents * passagesEach, `in ${((embeddedMs - began) / 1_000).toFixed(1)} s`),
  ];
}

/** How long each of them takes to its first part that is shown, one after another. */
async function firstParts(client: Client, atLeast: number, goesOn: () => boolean): Promise<Asked[]> {
  const times: Asked[] = [];
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
    times.push({ began, ms: first === 0 ? performance.now() - began : first });
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
    until(async () => {
      const { state } = (await office.request(readChange)).embeddingChange ?? {};
      if (state === 'BUILDING' || state === 'COMPARING') return false;
      if (state !== 'SWITCHED') throw new AppError('RUN_FAILED', { reason: `${state}` });
      return true;
    }),
    until(async () => {
      const { state, reached = 0 } = (await office.request(sent, { id })).sentNotification ?? {};
      if (state !== 'SENT') return false;
      if (reached < recipients) throw new AppError('RUN_FAILED', { reason: `${reached} were reached` });
      return true;
    }),
  ]);
  return { embeddedMs, notifiedMs };
}

/** Looks now and then, for to ask is a load too; gives when it was so. */
async function until(isSo: () => Promise<boolean>): Promise<number> {
  const deadline = performance.now() + longestMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new AppError('TIMEOUT');
    await wait(lookMs);
  }
  return performance.now();
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

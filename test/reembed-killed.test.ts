import { readFileSync, watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  add,
  allRead,
  changeMutation,
  configure,
  readChange,
  searchAllTheTime,
  tellingVector,
} from '../testkit/embedding-change.js';
import { type ChaosProvider, embed, startChaosProvider } from '../testkit/providers/index.js';
import { freePort } from '../testkit/servers.js';
import { eventually, TestSystem } from '../testkit/system.js';

/** More than a job writes at once, so that it is killed between two of them. */
const documents = 56;
const firstBatch = 50;
/** Much longer than a change needs to be taken up after a restart: a guard against waiting for ever. */
const recoveryMs = 120_000;
const reembed = changeMutation('reembed', 'ReembedInput');
const rollBack = changeMutation('rollBackEmbeddings', 'EmbeddingChangeInput');

let folder: string;
let provider: ChaosProvider;
let system: TestSystem;
/** What requests for passages by the new model wait for. */
let held: Promise<void> | null = null;
const passagesAsked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-killed-'));
  provider = await startChaosProvider();
  provider.nextEmbeddings(async (exchange) => {
    const texts = [exchange.body.input ?? []].flat().filter((text) => text.length > 200);
    if (exchange.body.model === 'second') {
      passagesAsked.push(...texts);
      if (passagesAsked.length > firstBatch) await held;
    }
    await embed(tellingVector)(exchange);
  });
  await configure(join(folder, 'models.json'), provider.url, 'first');
  const settings = {
    MODELS: `file:${join(folder, 'models.json')}`,
    LIMITS: 'rate=1000000',
    PORT: String(await freePort()),
  };
  system = await TestSystem.start({ settings });
  const office = system.client();
  for (let at = 0; at < documents; at += 1) await add(office, at, 1);
  await allRead(office, documents);
  await system.stop();
  await configure(join(folder, 'models.json'), provider.url, 'second');
  await system.start();
}, 300_000);
afterAll(async () => {
  await system?.close();
  await provider?.close();
  await rm(folder, { recursive: true, force: true });
});

const state = async () => (await system.client().request(readChange)).embeddingChange?.state;

/** The file that says which generation answers. */
async function current(): Promise<string> {
  const index = join(system.dataDir, 'search');
  const [tenant = ''] = await readdir(index);
  return join(index, tenant, 'current');
}

/** Resolves as soon as the file says something else than before, also when it does so already. */
async function renamed(file: string, before: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (readFileSync(file, 'utf8') !== before) resolve();
  };
  const watcher = watch(dirname(file), look);
  look();
  await promise;
  watcher.close();
}

/** Pages while something happens: none fails, none is of two models. */
async function searching(until: () => Promise<unknown>): Promise<Set<string>> {
  const load = searchAllTheTime([system.client()]);
  try {
    await until();
    const now = performance.now();
    await load.until(({ began }) => began > now);
  } finally {
    await load.stop();
  }
  const { pages, failed } = await load.stop();
  expect(failed).toEqual([]);
  return new Set(pages.map(({ side }) => side));
}

test('killed in the middle of a change, at its switch and at the rollback, it is carried through', async () => {
  const gate = Promise.withResolvers<void>();
  held = gate.promise;
  await system.client().request(reembed, { input: {} });
  await eventually(async () => passagesAsked.length > firstBatch);
  await system.kill();
  gate.resolve();
  expect(passagesAsked).toHaveLength(documents);
  const file = await current();
  const before = readFileSync(file, 'utf8');
  await system.start();
  const switching = renamed(file, before);
  expect(
    await searching(() => eventually(async () => passagesAsked.length > documents, Boolean, recoveryMs)),
  ).toEqual(new Set(['even']));
  // What was written before the kill is not asked for again.
  await switching;
  await system.kill();
  expect(passagesAsked.length).toBeLessThanOrEqual(documents + documents - firstBatch);

  await system.start();
  const pages = await searching(() => eventually(state, (seen) => seen === 'SWITCHED', recoveryMs));
  expect([...pages]).toEqual(['odd']);

  const back = renamed(file, readFileSync(file, 'utf8'));
  const asked = system
    .client()
    .request(rollBack, { input: {} })
    .catch(() => null);
  await back;
  await system.kill();
  await asked;
  await system.start();
  expect(await searching(() => eventually(state, (seen) => seen === 'ROLLED_BACK', recoveryMs))).toEqual(
    new Set(['even']),
  );
}, 300_000);

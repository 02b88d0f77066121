import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, operation } from 'tributary/client';
import { type ChaosProvider, embed, startChaosProvider, unhurried, vectorOf } from './providers/index.js';
import { eventually, TestSystem } from './system.js';

/** How a whole system changes its embedding model while people search. */
export interface EmbeddingChangeReport {
  readonly passages: number;
  readonly searches: number;
  readonly failed: readonly string[];
  /** Pages with hits of both models, or without hits of either. */
  readonly mixed: number;
  readonly searchMs: readonly number[];
  readonly changeMs: number;
  readonly recall: number | null;
  readonly overlap: number | null;
  readonly sampled: number | null;
  /** From the mutation to its answer, and to the first page of the earlier generation. */
  readonly rollBackMs: number;
  /** Passages that a model was asked for after the rollback: it writes nothing anew. */
  readonly embeddedAfterRollBack: number;
  /** Pages of the model that was left which came after the answer of the mutation. */
  readonly lateAfterSwitch: number;
  readonly lateAfterRollBack: number;
  /** How many documents that were added meanwhile each model finds. */
  readonly added: number;
  readonly foundByNew: number;
  readonly foundByOld: number;
}

export interface EmbeddingChangeOptions {
  documents: number;
  passagesEach: number;
  /** Documents that are added while the change goes on. */
  added: number;
  searchers: number;
  say?(line: string): void;
}

type Side = 'even' | 'odd';
interface Page {
  side: Side | 'mixed' | 'none';
  began: number;
  ended: number;
}
interface ChangeData {
  state: string;
  done: number;
  total: number;
  recall: number | null;
  overlap: number | null;
  sampled: number | null;
  code: string | null;
}

/** What documents are told by that are added during the change. */
const belated = 'belated';
/** About what a passage has in characters. */
const passageLength = 900;
/** No document has this word: only its vector finds anything. */
const question = 'xylomantia';
/** No more than there are documents of one side. */
const pageSize = 5;
const dimensions = { first: 16, second: 12 };

const addText = operation<{ addText: { document?: { id: string } } }, { input: object }>(
  'mutation AddOne($input: AddTextInput!) { addText(input: $input) { ... on DocumentPayload { document { id } } } }',
);
const countReady = operation<{ documents: { totalCount: number } }, { status: string }>(
  'query Ready($status: DocumentStatus!) { documents(filter: { status: $status }, first: 1) { totalCount } }',
);
const search = operation<
  { search: { nodes: { text: string; signals: string[]; document: { id: string } | null }[] } },
  { first: number; query: string }
>(
  'query Find($first: Int!, $query: String!) { search(query: $query, first: $first) { nodes { text signals document { id } } } }',
);
const fields = 'state done total recall overlap sampled code';
export const readChange = operation<{ embeddingChange: ChangeData | null }>(
  `query Change { embeddingChange { ${fields} } }`,
);
export const changeMutation = (name: string, type: string) =>
  operation<Record<string, { change?: ChangeData; code?: string }>, { input: object }>(
    `mutation Change($input: ${type}!) { ${name}(input: $input) {
       ... on EmbeddingChangePayload { change { ${fields} } } ... on Failure { code } } }`,
  );
const reembed = changeMutation('reembed', 'ReembedInput');
const rollBack = changeMutation('rollBackEmbeddings', 'EmbeddingChangeInput');

/**
 * Changes the embedding model of a whole system while searchers ask the same question all the time, and rolls back. By
 * the first model even documents are near the question, by the second one odd ones: so each page shows which model
 * answered it, and a page with both would be seen.
 */
export async function changeEmbeddings(options: EmbeddingChangeOptions): Promise<EmbeddingChangeReport> {
  const { documents, passagesEach, say = () => undefined } = options;
  const folder = await mkdtemp(join(tmpdir(), 'tributary-embeddings-'));
  const provider = await startChaosProvider();
  provider.nextEmbeddings(embed(tellingVector));
  const models = join(folder, 'models.json');
  await configure(models, provider.url, 'first');
  const settings = { MODELS: `file:${models}`, LIMITS: 'rate=1000000' };
  const system = await TestSystem.start({ settings });
  try {
    const office = system.client();
    say('documents');
    for (let at = 0; at < documents; at += 1) await add(office, at, passagesEach);
    await allRead(office, documents);
    // The operator names the new model, and leaves the old one in the file until the change is done.
    await system.stop();
    await configure(models, provider.url, 'second');
    await system.start();
    return await change(system, provider, options);
  } finally {
    await system.close();
    await provider.close();
    await rm(folder, { recursive: true });
  }
}

async function change(
  system: TestSystem,
  provider: ChaosProvider,
  { documents, added, searchers, say = () => undefined }: EmbeddingChangeOptions,
): Promise<EmbeddingChangeReport> {
  const office = system.client();
  const load = searchAllTheTime(Array.from({ length: searchers }, () => system.client()));
  try {
    await load.until(({ side }) => side === 'even');
    say('the change');
    const began = performance.now();
    await office.request(reembed, { input: {} });
    for (let at = documents; at < documents + added; at += 1) await add(office, at, 1, belated);
    const done = await eventually(
      async () => (await office.request(readChange)).embeddingChange,
      (seen) => seen !== null && !['BUILDING', 'COMPARING'].includes(seen.state),
      600_000,
    );
    if (done?.state !== 'SWITCHED') throw new RangeError(`the change is ${JSON.stringify(done)}`);
    const switched = performance.now();
    await load.until(({ side, began: at }) => side === 'odd' && at > switched);
    await allRead(office, documents + added);
    const foundByNew = await countFound(office, 'odd', documents);
    say('the rollback');
    const asked = performance.now();
    const { rollBackEmbeddings: back } = await office.request(rollBack, { input: {} });
    const answered = performance.now();
    if (back?.change?.state !== 'ROLLED_BACK') throw new RangeError(`no rollback: ${back?.code}`);
    await load.until(({ side, began: at }) => side === 'even' && at > answered);
    const foundByOld = await countFound(office, 'even', documents);
    const { pages, failed } = await load.stop();
    const late = (side: Side, from: number, to: number) =>
      pages.filter((page) => page.side === side && page.began > from && page.began < to).length;
    return {
      passages: done.total,
      searches: pages.length + failed.length,
      failed,
      mixed: pages.filter(({ side }) => side === 'mixed' || side === 'none').length,
      searchMs: pages.map((page) => page.ended - page.began),
      changeMs: switched - began,
      recall: done.recall,
      overlap: done.overlap,
      sampled: done.sampled,
      rollBackMs: answered - asked,
      embeddedAfterRollBack: provider.seen
        .filter(({ at }) => at > asked)
        .flatMap(({ body }) => body.input ?? [])
        .filter((text) => text.includes('reeds')).length,
      lateAfterSwitch: late('even', switched, asked),
      lateAfterRollBack: late('odd', answered, Number.POSITIVE_INFINITY),
      added,
      foundByNew,
      foundByOld,
    };
  } finally {
    await load.stop();
  }
}

/** Asks again and again, one request at a time and client. */
export function searchAllTheTime(clients: readonly Client[]) {
  const pages: Page[] = [];
  const failed: string[] = [];
  const stopped = new AbortController();
  const running = clients.map(async (client) => {
    while (!stopped.signal.aborted) {
      const began = performance.now();
      try {
        const { nodes } = (await client.request(search, { first: pageSize, query: question })).search;
        pages.push({ side: sideOf(nodes), began, ended: performance.now() });
      } catch (error) {
        failed.push(String(error));
      }
      await wait(10);
    }
  });
  return {
    until: (isThere: (page: Page) => boolean) => eventually(async () => pages.some(isThere)),
    async stop() {
      stopped.abort();
      await Promise.all(running);
      return { pages, failed };
    },
  };
}

function sideOf(nodes: readonly { text: string }[]): Page['side'] {
  const even = nodes.filter(({ text }) => text.includes('side even')).length;
  if (nodes.length === 0) return 'none';
  if (even === nodes.length) return 'even';
  return even === 0 ? 'odd' : 'mixed';
}

/** Of the documents that were added during the change: those of this side are the nearest of all to a question of theirs. */
async function countFound(client: Client, side: Side, documents: number): Promise<number> {
  const { nodes } = (await client.request(search, { first: 100, query: `${question} ${belated}` })).search;
  const numbers = nodes
    .filter(({ text, signals }) => text.includes(`side ${side}`) && signals.includes('VECTOR'))
    .map(({ text }) => Number(/document (\d+)/.exec(text)?.[1]));
  return new Set(numbers.filter((number) => number >= documents)).size;
}

export async function add(client: Client, number: number, passages: number, word = 'tall'): Promise<void> {
  const side = number % 2 === 0 ? 'even' : 'odd';
  // Each sentence tells, so that each passage does, wherever it is cut.
  const sentence = (at: number) =>
    `Of document ${number} the side ${side} has ${at} ${word} reeds by the water. `;
  const sentences = Math.ceil((passages * passageLength) / sentence(number * 1_000).length);
  const text = Array.from({ length: sentences }, (_, at) => sentence(number * 1_000 + at)).join('');
  await client.request(addText, { input: { name: `note-${number}.txt`, text } });
}

export async function allRead(client: Client, documents: number): Promise<void> {
  const ready = async () => (await client.request(countReady, { status: 'READY' })).documents.totalCount;
  await eventually(ready, (count) => count >= documents, 600_000);
}

export async function configure(
  path: string,
  baseUrl: string,
  model: keyof typeof dimensions,
): Promise<void> {
  const target = (name: keyof typeof dimensions) => ({
    provider: 'openai',
    baseUrl,
    timeouts: unhurried,
    model: name,
    dimensions: dimensions[name],
  });
  const targets = { first: target('first'), second: target('second') };
  await writeFile(path, JSON.stringify({ targets, aliases: { embed: model } }));
}

/** Near the first axis or the second, with a little of the text's own. */
export function tellingVector(text: string, model: string, length = dimensions.first): number[] {
  const own = vectorOf(text, model, length);
  const isNear = text.includes('side even') === (model === 'first') || text.includes(question);
  const axes = [isNear ? 0 : 1, ...(text.includes(belated) ? [2] : [])];
  return own.map((value, axis) => 0.2 * value + (axes.includes(axis) ? 1 : 0));
}

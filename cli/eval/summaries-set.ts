import { join } from 'node:path';
import { type Client, createClient, operation } from 'tributary/client';
import { z } from 'tributary/sdk';
import { bestRouge, type Rouge } from '#text';
import { withOwnSystem } from '../own-system.js';
import { untilProcessed } from '../until-processed.js';
import type { SetOptions } from './evaluation-set.js';
import { figureOf, type Measured } from './figure.js';
import { readRecords } from './read-records.js';

const abstract = z.object({
  id: z.string(),
  title: z.string(),
  sents: z.array(z.string()),
  refs: z.array(z.string()),
});
const meeting = z.object({ id: z.string(), turns: z.array(z.tuple([z.string(), z.string()])) });
const question = z.object({ id: z.string(), meeting_id: z.string(), query: z.string(), ref: z.string() });
type Meeting = z.output<typeof meeting>;

type Answered = { __typename: string; text?: string };
const ofText = operation<{ summarizeText: Answered }, { input: object }>(
  `mutation SummarizeText($input: SummarizeTextInput!) {
    summarizeText(input: $input) { __typename ... on TextSummary { text } } }`,
);
const ofDocuments = operation<{ summarizeDocuments: Answered }, { input: object }>(
  `mutation SummarizeDocuments($input: SummarizeDocumentsInput!) {
    summarizeDocuments(input: $input) { __typename ... on DocumentSetSummary { text } } }`,
);

const atOnce = 4;
const processingMs = 300_000;

interface Summary {
  id: string;
  said: string;
  references: readonly string[];
}
type Compared = Readonly<Record<keyof Rouge, { floor: number; published: string | null }>>;
const measures = { rouge1: 'ROUGE-1 F', rouge2: 'ROUGE-2 F', rougeL: 'ROUGE-L F' } as const;

/** Abstracts in one sentence, against the best of the references: each is sent as a text with its title. */
export async function measureAbstracts({ data, split }: SetOptions): Promise<Measured | string> {
  const path = join(data, 'scitldr', `${split}.jsonl`);
  const records = await readRecords(path, abstract);
  if (!records) return `there is no ${path}`;
  return withClient(async (client) => {
    const began = performance.now();
    const summaries = await each(records, async ({ id, title, sents, refs }) => {
      const input = { title, text: sents.join(' '), sentences: 1 };
      const { summarizeText } = await client.request(ofText, { input });
      return { id, said: summarizeText.text ?? '', references: refs };
    });
    const times = [{ name: 'an abstract', ms: (performance.now() - began) / records.length }];
    return { ...score(summaries, abstracts, 'title and abstract through summarizeText'), times };
  });
}

/** Meetings by question: each is uploaded as a document of lines that begin with who speaks, then asked. */
export async function measureMeetings({ data, split }: SetOptions): Promise<Measured | string> {
  const folder = join(data, 'qmsum');
  const questions = await readRecords(join(folder, `${split}.jsonl`), question);
  const all = await readRecords(join(folder, `meetings.${split}.jsonl`), meeting);
  if (!questions || !all) return `there is no ${folder} with the split ${split}`;
  return withClient(async (client) => {
    const uploaded = performance.now();
    const ids = new Map(await each(all, async (one) => [one.id, await upload(client, one)] as const));
    await untilProcessed(client, AbortSignal.timeout(processingMs));
    const began = performance.now();
    const summaries = await each(questions, async ({ id, meeting_id, query, ref }) => {
      const input = { documentIds: [ids.get(meeting_id) ?? ''], question: query };
      const { summarizeDocuments } = await client.request(ofDocuments, { input });
      return { id, said: summarizeDocuments.text ?? '', references: [ref] };
    });
    const times = [
      { name: 'a meeting, uploaded and processed', ms: (began - uploaded) / all.length },
      { name: 'a question', ms: (performance.now() - began) / questions.length },
    ];
    return { ...score(summaries, meetings, 'meetings uploaded, asked through summarizeDocuments'), times };
  });
}

const abstracts: Compared = {
  rouge1: { floor: 0.358, published: '.385 BERTSumExt, .433 BART, .477 oracle (test, no titles)' },
  rouge2: { floor: 0.128, published: '.166 BERTSumExt, .208 BART' },
  rougeL: { floor: 0.267, published: '.305 BERTSumExt, .350 BART' },
};
const meetings: Compared = {
  rouge1: { floor: 0.228, published: '.163 TextRank, .287 PGNet, .323 HMNet (test)' },
  rouge2: { floor: 0.054, published: '.027 TextRank, .060 PGNet, .087 HMNet' },
  rougeL: { floor: 0.146, published: null },
};

function score(summaries: readonly Summary[], compared: Compared, door: string): Omit<Measured, 'times'> {
  const scored = summaries.map(({ id, said, references }) => ({ id, found: bestRouge(said, references) }));
  const figures = (['rouge1', 'rouge2', 'rougeL'] as const).map((measure) =>
    figureOf(
      measures[measure],
      scored.map(({ id, found }) => [id, found[measure].f] as const),
      compared[measure],
    ),
  );
  // A summary has no right and wrong: those that say nothing of the reference are to be looked at.
  const misses = summaries.flatMap(({ id, said, references }, at) =>
    (scored[at]?.found.rouge1.f ?? 0) < poor
      ? [{ record: id, field: 'summary', expected: references[0], found: said }]
      : [],
  );
  return { records: summaries.length, door, figures, misses };
}

const poor = 0.15;

async function upload(client: Client, { id, turns }: Meeting): Promise<string> {
  const lines = turns.map(([speaker, said]) => `${speaker}: ${said.replace(/\s+/gu, ' ')}`);
  const bytes = new TextEncoder().encode(lines.join('\n'));
  return (await client.upload({ name: `${id}.txt`, bytes })).id;
}

/** Does the work for each item, a few at once, in the order of the items. */
async function each<Item, Done>(
  items: readonly Item[],
  work: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [at, item] of queue) done[at] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}

async function withClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return withOwnSystem({}, async ({ url, token }) => {
    const client = createClient({ url, token });
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  });
}

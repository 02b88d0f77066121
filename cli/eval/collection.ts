import { type Client, createClient, operation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { withOwnSystem } from '../own-system.js';
import { untilProcessed } from '../until-processed.js';

/** A text to be found, under the name that its documents have in the data. */
interface CollectionText {
  id: string;
  title: string;
  text: string;
}

interface CollectionQuery {
  id: string;
  text: string;
}

/** What one query found: names of the data, best first. */
export interface RankedAnswer {
  id: string;
  ranked: string[];
  ms: number;
}

/** The answers with the times that they and the reading of the texts took. */
interface CollectionAnswers {
  answers: RankedAnswer[];
  readMs: number;
}

interface Added {
  __typename: string;
  document?: { id: string };
  code?: string;
}

const addedAtOnce = 8;
const depth = 10;
const readingMs = 1_200_000;
const sayEveryMs = 30_000;
/** Who measures asks more in a minute than one tenant may. */
const settings = { LIMITS: 'rate=1000000' };

const addText = operation<{ addText: Added }, { input: object }>(
  `mutation AddText($input: AddTextInput!) { addText(input: $input) {
    __typename ... on DocumentPayload { document { id } } ... on Failure { code } } }`,
);
const search = operation<
  { search: { nodes: { document: { id: string } | null }[] } },
  { query: string; first: number }
>(
  `query Search($query: String!, $first: Int!) { search(query: $query, first: $first) { nodes { document { id } } } }`,
);

/** Adds the texts to a system of its own through the public API, waits until they are read, and searches. */
export function searchCollection(
  texts: readonly CollectionText[],
  queries: readonly CollectionQuery[],
  say: (line: string) => void,
): Promise<CollectionAnswers> {
  return withOwnSystem(settings, async ({ url, token }) => {
    const client = createClient({ url, token });
    try {
      const began = performance.now();
      const names = await addAll(client, texts, say);
      await untilProcessed(client, AbortSignal.timeout(readingMs), sometimes(say));
      const readMs = performance.now() - began;
      const answers: RankedAnswer[] = [];
      // One after another: the times are those of a query that has the machine for itself.
      for (const query of queries) answers.push(await ask(client, query, names));
      return { answers, readMs };
    } finally {
      await client.close();
    }
  });
}

/** Names by document. */
async function addAll(
  client: Client,
  texts: readonly CollectionText[],
  say: (line: string) => void,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const queue = texts.values();
  const adder = async () => {
    for (const { id, title, text } of queue) {
      const { addText: added } = await client.request(addText, { input: { name: fileName(title), text } });
      if (!added.document)
        throw new AppError('CONFLICT', { reason: `${id} was not taken: ${added.code ?? added.__typename}` });
      // Of texts that are the same the first one stands for all.
      if (!names.has(added.document.id)) names.set(added.document.id, id);
    }
  };
  await Promise.all(Array.from({ length: addedAtOnce }, adder));
  say(`  ${texts.length} texts are added`);
  return names;
}

async function ask(
  client: Client,
  { id, text }: CollectionQuery,
  names: ReadonlyMap<string, string>,
): Promise<RankedAnswer> {
  const began = performance.now();
  const { search: found } = await client.request(search, { query: text, first: depth });
  const ms = performance.now() - began;
  return { id, ranked: found.nodes.map(({ document }) => names.get(document?.id ?? '') ?? ''), ms };
}

const fileName = (title: string) =>
  `${title
    .replace(/[^\p{L}\p{N} _().,-]+/gu, ' ')
    .trim()
    .slice(0, 120)}.txt`;

function sometimes(say: (line: string) => void): (left: number) => void {
  let last = performance.now();
  return (left) => {
    if (performance.now() - last < sayEveryMs) return;
    last = performance.now();
    say(`  ${left} are being read`);
  };
}

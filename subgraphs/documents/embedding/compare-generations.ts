import type { RequestContext } from 'tributary/sdk';
import type { Database, EmbeddingSpace, SearchIndex } from '#platform';
import type { NearPassageHit } from '#platform/search';
import { vectorsOf } from './passage-vectors.js';

const sampled = 50;
const nearest = 10;
const wordsOfQuery = 12;
const page = 500;
/** Two roundings of the same similarity differ by less. */
const equal = 1e-5;
const ended = ['READY', 'NEEDS_REVIEW'];

export interface Comparison {
  /** The share of the ten nearest passages, found by comparing with every vector, that the index finds: 0 to 1. */
  recall: number;
  /** The share of the ten documents that the old generation finds which the new one finds as well; null without one. */
  overlap: number | null;
  /** How many queries were asked. */
  sampled: number;
}

export interface CompareOptions {
  readonly database: Database;
  readonly search: SearchIndex;
  readonly context: RequestContext;
  readonly signal: AbortSignal;
  /** Chooses the sample: the same one again for the same seed. */
  readonly seed: string;
  readonly next: { readonly generation: string; readonly space: EmbeddingSpace };
  readonly now: { readonly generation: string; readonly space: EmbeddingSpace | null } | null;
  /** Called between its parts. */
  rest(): Promise<void>;
  embed(space: EmbeddingSpace, texts: readonly string[]): Promise<readonly (readonly number[])[] | null>;
}

/** Asks both generations queries that are taken from passages of the tenant's documents. */
export async function compareGenerations(options: CompareOptions): Promise<Comparison> {
  const queries = await sampleQueries(options);
  if (queries.length === 0) return { recall: 1, overlap: null, sampled: 0 };
  const vectors = (await options.embed(options.next.space, queries)) ?? [];
  const [recall, overlap] = [await recallOf(options, vectors), await overlapOf(options, queries, vectors)];
  return { recall, overlap, sampled: queries.length };
}

async function sampleQueries({ database, context, signal, seed }: CompareOptions): Promise<string[]> {
  const rows = await database.tenant(
    context.tenant,
    (tx) =>
      tx.query<{ text: string }>(
        `select c.text from documents.chunks c join documents.documents d on d.version_id = c.version_id
          where d.status = any($1) order by md5(c.id::text || $2) limit $3`,
        [ended, seed, sampled],
      ),
    { signal, timeoutMs: 60_000 },
  );
  const queries = rows.map(({ text }) => {
    const words = text.split(/\s+/).filter(Boolean);
    const from = Math.floor(Math.max(0, words.length - wordsOfQuery) / 2);
    return words.slice(from, from + wordsOfQuery).join(' ');
  });
  return queries.filter((query) => query !== '');
}

async function recallOf(options: CompareOptions, vectors: readonly (readonly number[])[]): Promise<number> {
  const { exact, documents } = await exactlyNearest(options, vectors);
  const { search, context, signal, next } = options;
  let wanted = 0;
  let found = 0;
  for (const [at, values] of vectors.entries()) {
    await options.rest();
    const best = exact[at] ?? [];
    const floor = (best.at(-1)?.similarity ?? 1) - equal;
    const vector = { model: next.space.model, values };
    const request = { generation: next.generation, vector, first: nearest * 2 };
    // What is being read at this moment may be in the one and not yet in the other.
    const hits = (await search.nearest(context.tenant, request, signal))
      .filter(({ documentId }) => documents.has(documentId))
      .slice(0, nearest);
    wanted += best.length;
    found += Math.min(best.length, hits.filter(({ similarity }) => similarity >= floor).length);
  }
  return wanted === 0 ? 1 : found / wanted;
}

/** The nearest passages of each query by its similarity to every stored vector: nothing approximate, no index. */
async function exactlyNearest(options: CompareOptions, vectors: readonly (readonly number[])[]) {
  const { database, context, signal, next } = options;
  const queries = vectors.map(normal);
  const exact: NearPassageHit[][] = queries.map(() => []);
  const documents = new Set<string>();
  for (let after: string | null = '00000000-0000-0000-0000-000000000000'; after !== null; ) {
    const from: string = after;
    await options.rest();
    const passages = await database.tenant(
      context.tenant,
      async (tx) => {
        const rows = await tx.query<{ id: string; documentId: string; ordinal: number; text: string }>(
          `select c.id, d.id as "documentId", c.ordinal, c.text
             from documents.chunks c join documents.documents d on d.version_id = c.version_id
            where d.status = any($1) and c.id > $2 order by c.id limit $3`,
          [ended, from, page],
        );
        const found = await vectorsOf(
          tx,
          [next.space],
          rows.map(({ text }) => text),
        );
        return rows.map((row, at) => ({ ...row, values: found[at]?.[0]?.values ?? null }));
      },
      { signal, timeoutMs: 60_000 },
    );
    for (const { documentId, ordinal, values } of passages) {
      documents.add(documentId);
      if (values === null) continue;
      const passage = normal(values);
      for (const [at, query] of queries.entries())
        keepBest(exact[at] ?? [], { documentId, ordinal, similarity: product(query, passage) });
    }
    after = passages.at(-1)?.id ?? null;
  }
  return { exact, documents };
}

function keepBest(best: NearPassageHit[], hit: NearPassageHit): void {
  if (best.length === nearest && (best.at(-1)?.similarity ?? 1) >= hit.similarity) return;
  const at = best.findIndex(({ similarity }) => similarity < hit.similarity);
  best.splice(at === -1 ? best.length : at, 0, hit);
  if (best.length > nearest) best.pop();
}

async function overlapOf(
  options: CompareOptions,
  queries: readonly string[],
  vectors: readonly (readonly number[])[],
): Promise<number | null> {
  const { search, context, signal, now, next, embed } = options;
  if (now === null) return null;
  const before = now.space ? await embed(now.space, queries) : null;
  const rights = { mode: 'any', principals: await allPrincipals(options) } as const;
  let wanted = 0;
  let both = 0;
  for (const [at, text] of queries.entries()) {
    await options.rest();
    const ask = async (
      generation: string,
      space: EmbeddingSpace | null,
      values: readonly number[] | undefined,
    ) => {
      const vector = space && values ? { model: space.model, values } : null;
      const query = { text, rights, first: nearest, generation, vector };
      return (await search.query(context.tenant, query, signal)).hits.map(({ documentId }) => documentId);
    };
    const old = await ask(now.generation, now.space, before?.[at]);
    const fresh = new Set(await ask(next.generation, next.space, vectors[at]));
    wanted += old.length;
    both += old.filter((id) => fresh.has(id)).length;
  }
  return wanted === 0 ? null : both / wanted;
}

async function allPrincipals({ database, context, signal }: CompareOptions): Promise<string[]> {
  const rows = await database.tenant(
    context.tenant,
    (tx) =>
      tx.query<{ principal: string }>('select distinct unnest(access) as principal from documents.documents'),
    { signal },
  );
  return rows.map(({ principal }) => principal);
}

function normal(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

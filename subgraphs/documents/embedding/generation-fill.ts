import { LockMode } from '@mikro-orm/postgresql';
import type { RequestContext } from 'tributary/sdk';
import type { Database, EmbeddingSpace, SearchIndex, Transaction } from '#platform';
import { ChunkEntity, type ChunkRow } from '../chunk.entity.js';
import { DocumentEntity, type DocumentRow } from '../document.entity.js';
import { factsOf } from '../ingest/document-facts.js';
import { indexedDocument } from '../ingest/indexed-document.js';
import { keepVectors, type MadeVectors, vectorsOf } from './passage-vectors.js';

const batchMs = 60_000;
const searchable = ['PROCESSING' as const, 'READY' as const, 'NEEDS_REVIEW' as const];

export const firstDocument = '00000000-0000-0000-0000-000000000000';

export interface FillOptions {
  readonly database: Database;
  readonly search: SearchIndex;
  readonly context: RequestContext;
  readonly signal: AbortSignal;
  readonly generation: string;
  /** Null: without vectors. */
  readonly space: EmbeddingSpace | null;
  /** How many documents are written at once. */
  readonly batch: number;
  /** For how many documents vectors are made at once; as many as are written if not given. */
  readonly lookAhead?: number;
  /** Makes what is not stored; null when no model does. */
  readonly make: ((texts: readonly string[]) => Promise<MadeVectors>) | null;
}

/** Fills a generation of the search index from the database, in the order of the documents' ids. */
export class GenerationFill {
  /** Vectors for documents that are not all written yet. */
  #ahead: { readonly last: string; readonly made: MadeVectors } | null = null;

  constructor(private readonly options: FillOptions) {}

  /** Whether vectors were made for documents after this one. */
  isAheadOf(last: string): boolean {
    return this.#ahead !== null && last < this.#ahead.last;
  }

  /**
   * The next documents after one; returns the last of them, null when there were none. `written` is part of the
   * transaction, with the number of passages.
   */
  async next(
    after: string,
    written: (tx: Transaction, last: string, passages: number) => Promise<void> = async () => undefined,
    changedSince: Date | null = null,
  ): Promise<string | null> {
    const { database, search, context, signal, generation, space, batch } = this.options;
    const { tenant } = context;
    const changed = changedSince ? { updatedAt: { $gte: changedSince } } : {};
    const ids = await this.lookAhead(after, changed);
    const last = ids[batch - 1] ?? ids.at(-1);
    if (last === undefined) return null;
    const made = this.#ahead ? [this.#ahead.made] : [];
    await database.tenant(
      tenant,
      async (tx) => {
        // Locked until they are in: who deletes or shares one of them meanwhile comes after.
        const documents = await tx.em.find(
          DocumentEntity,
          { ...changed, status: { $in: searchable }, id: { $gt: after, $lte: last } },
          { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
        );
        const chunks = await chunksOf(tx, documents);
        const facts = await factsOf(tx, documents);
        const filled = [];
        for (const document of documents) {
          const own = chunks.get(document.versionId) ?? [];
          // What is still being read and was never cut into passages is indexed by its own job.
          if (document.status === 'PROCESSING' && own.length === 0) continue;
          const ownTexts = own.map(({ text }) => text);
          await keepVectors(tx, document.id, ownTexts, made);
          const vectors = space ? await vectorsOf(tx, [space], ownTexts) : [];
          filled.push(indexedDocument(document, own, facts.get(document.versionId), vectors));
        }
        if (filled.length > 0) await search.fill(tenant, generation, filled, signal);
        const passages = filled.reduce((sum, document) => sum + document.chunks.length, 0);
        await written(tx, last, passages);
      },
      { signal, timeoutMs: batchMs },
    );
    if (!this.isAheadOf(last)) this.#ahead = null;
    return last;
  }

  /** The ids of the next documents. Models are asked here, before anything is locked. */
  private async lookAhead(after: string, changed: object): Promise<string[]> {
    const { database, context, signal, space, batch, make, lookAhead = batch } = this.options;
    const isMade = this.#ahead !== null;
    const { documents, chunks } = await database.tenant(
      context.tenant,
      async (tx) => {
        const which = {
          ...changed,
          status: { $in: searchable },
          id: { $gt: after, ...(this.#ahead ? { $lte: this.#ahead.last } : {}) },
        };
        const limit = isMade ? batch : lookAhead;
        const found = await tx.em.find(DocumentEntity, which, { orderBy: { id: 'asc' }, limit });
        return { documents: found, chunks: isMade ? null : await chunksOf(tx, found) };
      },
      { signal },
    );
    const ids = documents.map(({ id }) => id);
    const last = ids.at(-1);
    const texts = chunks ? [...chunks.values()].flat().map(({ text }) => text) : [];
    if (space && make && last !== undefined && texts.length > 0)
      this.#ahead = { last, made: await make(texts) };
    if (last === undefined && isMade) {
      // All that was looked ahead at has gone meanwhile.
      this.#ahead = null;
      return this.lookAhead(after, changed);
    }
    return ids;
  }
}

async function chunksOf(
  { em }: Transaction,
  documents: readonly DocumentRow[],
): Promise<ReadonlyMap<string, ChunkRow[]>> {
  const versionIds = documents.map(({ versionId }) => versionId);
  const ofVersions = { versionId: { $in: versionIds } };
  const chunks = await em.find(ChunkEntity, ofVersions, { orderBy: { ordinal: 'asc' } });
  return Map.groupBy(chunks, ({ versionId }) => versionId);
}

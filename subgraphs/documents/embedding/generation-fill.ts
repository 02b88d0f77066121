import { LockMode } from '@mikro-orm/postgresql';
import type { RequestContext } from 'tributary/sdk';
import type { Database, EmbeddingSpace, SearchIndex, Transaction } from '#platform';
import { ChunkEntity, type ChunkRow } from '../chunk.entity.js';
import { DocumentEntity, type DocumentRow } from '../document.entity.js';
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
  /** How many documents at once. */
  readonly batch: number;
  /** Makes what is not stored; null when no model does. */
  readonly make: ((texts: readonly string[]) => Promise<MadeVectors>) | null;
}

/** Fills a generation of the search index from the database, in the order of the documents' ids. */
export class GenerationFill {
  constructor(private readonly options: FillOptions) {}

  /**
   * The next documents after one; returns the last of them, null when there were none. `written` is part of the
   * transaction, with the number of passages.
   */
  async next(
    after: string,
    written: (tx: Transaction, last: string, passages: number) => Promise<void> = async () => undefined,
    changedSince: Date | null = null,
  ): Promise<string | null> {
    const { database, search, context, signal, generation, space, batch, make } = this.options;
    const { tenant } = context;
    const which = {
      id: { $gt: after },
      status: { $in: searchable },
      ...(changedSince ? { updatedAt: { $gte: changedSince } } : {}),
    };
    const order = { orderBy: { id: 'asc' as const }, limit: batch };
    // Models are asked before anything is locked.
    const ahead = await database.tenant(
      tenant,
      async (tx) => {
        const documents = await tx.em.find(DocumentEntity, which, order);
        return { documents, chunks: await chunksOf(tx, documents) };
      },
      { signal },
    );
    const last = ahead.documents.at(-1)?.id;
    if (last === undefined) return null;
    const texts = [...ahead.chunks.values()].flat().map(({ text }) => text);
    const made = space && make && texts.length > 0 ? [await make(texts)] : [];
    await database.tenant(
      tenant,
      async (tx) => {
        // Locked until they are in: who deletes or shares one of them meanwhile comes after.
        const documents = await tx.em.find(
          DocumentEntity,
          { ...which, id: { $gt: after, $lte: last } },
          { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
        );
        const chunks = await chunksOf(tx, documents);
        const filled = [];
        for (const document of documents) {
          const own = chunks.get(document.versionId) ?? [];
          // What is still being read and was never cut into passages is indexed by its own job.
          if (document.status === 'PROCESSING' && own.length === 0) continue;
          const ownTexts = own.map(({ text }) => text);
          await keepVectors(tx, document.id, ownTexts, made);
          const vectors = space ? await vectorsOf(tx, [space], ownTexts) : [];
          filled.push(indexedDocument(document, own, vectors));
        }
        if (filled.length > 0) await search.fill(tenant, generation, filled, signal);
        const passages = filled.reduce((sum, document) => sum + document.chunks.length, 0);
        await written(tx, last, passages);
      },
      { signal, timeoutMs: batchMs },
    );
    return last;
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

import type { RequestContext } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { EmbeddingSpace, JobRun, Transaction, WorkerTools } from '#platform';
import { ChunkEntity, type ChunkRow } from '../chunk.entity.js';
import type { DocumentRow } from '../document.entity.js';
import {
  isSameSpace,
  keepVectors,
  type MadeVectors,
  PassageVectors,
  vectorsOf,
} from '../embedding/passage-vectors.js';
import { lockCurrent } from '../lock-document.js';
import { PageEntity } from '../page.entity.js';
import { chunkPages } from './chunk-pages.js';
import { factsOf } from './document-facts.js';
import { indexedDocument } from './indexed-document.js';
import type { IngestParts } from './ingest.js';
import type { StepProgress } from './step-progress.js';

/** Vectors of a document's passages, not kept yet. */
interface Made {
  readonly texts: readonly string[];
  readonly vectors: readonly MadeVectors[];
}

/** A long document takes the index a while. */
const indexMs = 60_000;

/** The steps `chunk`, `embed` and `index`: passages, their vectors where a model makes them, and the search index. */
export class Indexing {
  /** Those that vectors were made in by this attempt. */
  #spaces: readonly EmbeddingSpace[] = [];

  constructor(
    private readonly parts: IngestParts,
    private readonly worker: WorkerTools,
    private readonly job: JobRun,
    private readonly context: RequestContext,
    private readonly progress: StepProgress,
    private readonly document: DocumentRow,
  ) {}

  /** False when the document was deleted or got a newer version meanwhile. */
  async run(): Promise<boolean> {
    const isDone = async (step: string) => (await this.job.checkpoint(step)) !== undefined;
    if (!(await isDone('chunk')) && !(await this.chunk())) return false;
    const { embedder } = this.worker;
    const passages = embedder ? new PassageVectors(this.vectorParts(), embedder) : null;
    if (passages && !(await isDone('embed')) && !(await this.embed(passages))) return false;
    return (await isDone('index')) || this.index(passages);
  }

  private chunk(): Promise<boolean> {
    const { versionId, tenantId } = this.document;
    const embeds = this.worker.embedder !== null;
    return this.transaction(async (tx) => {
      const document = await lockCurrent(tx, this.document);
      if (!document) return false;
      if (!(await this.job.effect(tx, 'chunk'))) return true;
      const pages = await tx.em.find(PageEntity, { versionId }, { orderBy: { number: 'asc' } });
      const chunks = chunkPages(pages, document.language ?? null);
      await tx.em.nativeDelete(ChunkEntity, { versionId });
      const rows = chunks.map((chunk) => ({
        id: uuid(),
        tenantId,
        versionId,
        ...chunk,
      }));
      for (let from = 0; from < rows.length; from += 200)
        await tx.em.insertMany(ChunkEntity, rows.slice(from, from + 200));
      await this.progress.advance(tx, this.context, { step: 'chunk' }, embeds ? 'embed' : 'index');
      if (!embeds) await this.progress.advance(tx, this.context, { step: 'embed', state: 'SKIPPED' }, null);
      return true;
    });
  }

  private async embed(passages: PassageVectors): Promise<boolean> {
    const made = await this.make(passages, await this.chunks());
    return this.transaction(async (tx) => {
      if (!(await lockCurrent(tx, this.document))) return false;
      if (!(await this.job.effect(tx, 'embed'))) return true;
      await keepVectors(tx, this.document.id, made.texts, made.vectors);
      await this.progress.advance(tx, this.context, { step: 'embed' }, 'index');
      return true;
    });
  }

  private async make(passages: PassageVectors, chunks: readonly ChunkRow[]): Promise<Made> {
    const { signal } = this.job;
    const texts = chunks.map(({ text }) => text);
    const spaces = texts.length > 0 ? await passages.spaces(this.context, signal) : [];
    const asked = { context: this.context, signal, purpose: 'documents.embed' };
    const vectors = await passages.makeAll(spaces, texts, asked);
    this.#spaces = spaces;
    return { texts, vectors };
  }

  private async index(passages: PassageVectors | null): Promise<boolean> {
    const chunks = await this.chunks();
    const done = await this.write(chunks, passages, null);
    if (done !== null || !passages) return done ?? false;
    return (await this.write(chunks, passages, await this.make(passages, chunks))) ?? false;
  }

  /**
   * The document is locked until the index has it: who deletes or shares it meanwhile comes after. Null when a change
   * of the embedding model has begun since its vectors were made: then they have to be made first.
   */
  private async write(
    chunks: readonly ChunkRow[],
    passages: PassageVectors | null,
    made: Made | null,
  ): Promise<boolean | null> {
    const { id, versionId, tenantId } = this.document;
    const { search, outbox, database } = this.parts;
    const { signal } = this.job;
    return database.tenant(
      tenantId,
      async (tx) => {
        const document = await lockCurrent(tx, this.document);
        if (!document) return false;
        const wanted = passages && chunks.length > 0 ? await passages.spaces(this.context, signal) : [];
        const isMade = (space: EmbeddingSpace) => this.#spaces.some((one) => isSameSpace(one, space));
        if (!made && !wanted.every(isMade)) return null;
        if (!(await this.job.effect(tx, 'index'))) return true;
        if (made) await keepVectors(tx, id, made.texts, made.vectors);
        const texts = chunks.map(({ text }) => text);
        const vectors = await vectorsOf(tx, wanted, texts);
        const facts = (await factsOf(tx, [document])).get(versionId);
        await search.upsert(tenantId, indexedDocument(document, chunks, facts, vectors), signal);
        await this.progress.advance(tx, this.context, { step: 'index' }, 'relate');
        const event = { documentId: id, versionId, chunks: chunks.length };
        await outbox.event(tx, this.context, 'document.indexed', event);
        return true;
      },
      { signal, timeoutMs: indexMs },
    );
  }

  private vectorParts() {
    const { database, search } = this.parts;
    return { database, search, log: this.job.log };
  }

  private chunks(): Promise<ChunkRow[]> {
    const { versionId } = this.document;
    return this.transaction((tx) => tx.em.find(ChunkEntity, { versionId }, { orderBy: { ordinal: 'asc' } }));
  }

  private transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.parts.database.tenant(this.context.tenant, work, { signal: this.job.signal });
  }
}

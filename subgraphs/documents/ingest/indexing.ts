import type { RequestContext } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { Embedder, JobRun, Transaction, WorkerTools } from '#platform';
import { ChunkEntity, type ChunkRow } from '../chunk.entity.js';
import type { DocumentRow } from '../document.entity.js';
import { lockCurrent } from '../lock-document.js';
import { PageEntity } from '../page.entity.js';
import { chunkPages } from './chunk-pages.js';
import { indexedDocument } from './indexed-document.js';
import type { IngestParts } from './ingest.js';
import type { StepProgress } from './step-progress.js';

/** A long document takes the index a while. */
const indexMs = 60_000;

/** The steps `chunk`, `embed` and `index`: passages, their vectors where a model makes them, and the search index. */
export class Indexing {
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
    if (embedder && !(await isDone('embed')) && !(await this.embed(embedder))) return false;
    return (await isDone('index')) || this.index();
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
        embedding: null,
        embeddingModel: null,
      }));
      for (let from = 0; from < rows.length; from += 200)
        await tx.em.insertMany(ChunkEntity, rows.slice(from, from + 200));
      await this.progress.advance(tx, this.context, { step: 'chunk' }, embeds ? 'embed' : 'index');
      if (!embeds) await this.progress.advance(tx, this.context, { step: 'embed', state: 'SKIPPED' }, null);
      return true;
    });
  }

  private async embed(embedder: Embedder): Promise<boolean> {
    const chunks = await this.chunks();
    const texts = chunks.map(({ text }) => text);
    const vectors = texts.length > 0 ? await embedder.embed(texts, this.job.signal) : [];
    return this.transaction(async (tx) => {
      if (!(await lockCurrent(tx, this.document))) return false;
      if (!(await this.job.effect(tx, 'embed'))) return true;
      for (const [at, chunk] of chunks.entries()) {
        const made = { embedding: vectors[at] ?? null, embeddingModel: embedder.model };
        await tx.em.nativeUpdate(ChunkEntity, { id: chunk.id }, made);
      }
      await this.progress.advance(tx, this.context, { step: 'embed' }, 'index');
      return true;
    });
  }

  /** The document is locked until the index has it: who deletes or shares it meanwhile comes after. */
  private async index(): Promise<boolean> {
    const { id, versionId, tenantId } = this.document;
    const { search, outbox, database } = this.parts;
    const chunks = await this.chunks();
    return database.tenant(
      tenantId,
      async (tx) => {
        const document = await lockCurrent(tx, this.document);
        if (!document) return false;
        if (!(await this.job.effect(tx, 'index'))) return true;
        await search.upsert(tenantId, indexedDocument(document, chunks), this.job.signal);
        await this.progress.advance(tx, this.context, { step: 'index' }, 'relate');
        const event = { documentId: id, versionId, chunks: chunks.length };
        await outbox.event(tx, this.context, 'document.indexed', event);
        return true;
      },
      { signal: this.job.signal, timeoutMs: indexMs },
    );
  }

  private chunks(): Promise<ChunkRow[]> {
    const { versionId } = this.document;
    return this.transaction((tx) => tx.em.find(ChunkEntity, { versionId }, { orderBy: { ordinal: 'asc' } }));
  }

  private transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.parts.database.tenant(this.context.tenant, work, { signal: this.job.signal });
  }
}

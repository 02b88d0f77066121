import type { RequestContext } from 'tributary/sdk';
import { v7 as uuid } from 'uuid';
import type { JobRun, Transaction, WorkerTools } from '#platform';
import { ChunkEntity, type ChunkRow } from '../chunk.entity.js';
import { DocumentEntity, type DocumentRow } from '../document.entity.js';
import { PageEntity } from '../page.entity.js';
import { chunkPages } from './chunk-pages.js';
import { indexedDocument } from './indexed-document.js';
import type { IngestParts } from './ingest.js';
import type { StepProgress } from './step-progress.js';

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

  async run(): Promise<void> {
    if ((await this.job.checkpoint('chunk')) === undefined) await this.chunk();
    if ((await this.job.checkpoint('embed')) === undefined && this.worker.embedder) await this.embed();
    if ((await this.job.checkpoint('index')) === undefined) await this.index();
  }

  private async chunk(): Promise<void> {
    const { id, versionId, tenantId } = this.document;
    const embeds = this.worker.embedder !== null;
    await this.transaction(async (tx) => {
      if (!(await this.job.effect(tx, 'chunk'))) return;
      const document = await tx.em.findOne(DocumentEntity, { id });
      const pages = await tx.em.find(PageEntity, { versionId }, { orderBy: { number: 'asc' } });
      const chunks = chunkPages(pages, document?.language ?? null);
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
    });
  }

  private async embed(): Promise<void> {
    const { embedder } = this.worker;
    if (!embedder) return;
    const chunks = await this.chunks();
    const texts = chunks.map(({ text }) => text);
    const vectors = texts.length > 0 ? await embedder.embed(texts, this.job.signal) : [];
    await this.transaction(async (tx) => {
      if (!(await this.job.effect(tx, 'embed'))) return;
      for (const [at, chunk] of chunks.entries()) {
        const made = { embedding: vectors[at] ?? null, embeddingModel: embedder.model };
        await tx.em.nativeUpdate(ChunkEntity, { id: chunk.id }, made);
      }
      await this.progress.advance(tx, this.context, { step: 'embed' }, 'index');
    });
  }

  private async index(): Promise<void> {
    const { id, versionId, tenantId } = this.document;
    const chunks = await this.chunks();
    const living = { id, status: { $ne: 'DELETING' as const } };
    const document = await this.transaction((tx) => tx.em.findOne(DocumentEntity, living));
    if (!document) return;
    await this.parts.search.upsert(tenantId, indexedDocument(document, chunks), this.job.signal);
    // Deleted meanwhile, and removed from the index perhaps before it was put there.
    if (!(await this.transaction((tx) => tx.em.findOne(DocumentEntity, living)))) {
      await this.parts.search.remove(tenantId, [id], this.job.signal);
      return;
    }
    await this.transaction(async (tx) => {
      if (!(await this.job.effect(tx, 'index'))) return;
      await this.progress.advance(tx, this.context, { step: 'index' }, 'relate');
      const event = { documentId: id, versionId, chunks: chunks.length };
      await this.parts.outbox.event(tx, this.context, 'document.indexed', event);
    });
  }

  private chunks(): Promise<ChunkRow[]> {
    const { versionId } = this.document;
    return this.transaction((tx) => tx.em.find(ChunkEntity, { versionId }, { orderBy: { ordinal: 'asc' } }));
  }

  private transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.parts.database.tenant(this.context.tenant, work, { signal: this.job.signal });
  }
}

import type { EmbeddingSpace } from '#platform';
import type { Task } from './messages.js';
import type {
  IndexedDocument,
  IndexedFacts,
  IndexGenerations,
  MatchRequest,
  NearestRequest,
  NearPassageHit,
  SearchIndex,
  SearchPage,
  SearchQuery,
  SimilarDocument,
  SimilarRequest,
} from './port.js';
import { SearchThread } from './search-thread.js';

const READ_MS = 30_000;
const WRITE_MS = 600_000;

/**
 * The embedded search index: SQLite files below a folder, one a tenant and generation. Reading and writing have a
 * thread each, started when first needed, so that a query never waits for a document that is being written.
 */
export class SqliteSearch implements SearchIndex {
  readonly #reader: SearchThread;
  readonly #writer: SearchThread;

  constructor({ folder }: { folder: string }) {
    this.#reader = new SearchThread({ folder, limitMs: READ_MS });
    this.#writer = new SearchThread({ folder, limitMs: WRITE_MS });
  }

  async upsert(tenant: string, document: IndexedDocument, signal: AbortSignal): Promise<void> {
    await this.#write(tenant, { method: 'change', change: { type: 'put', document } }, signal);
  }

  async remove(tenant: string, documentIds: readonly string[], signal: AbortSignal): Promise<void> {
    await this.#write(tenant, { method: 'change', change: { type: 'remove', documentIds } }, signal);
  }

  async setAccess(
    tenant: string,
    documentId: string,
    access: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#write(tenant, { method: 'change', change: { type: 'access', documentId, access } }, signal);
  }

  async setFacts(
    tenant: string,
    documentId: string,
    facts: IndexedFacts,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#write(tenant, { method: 'change', change: { type: 'facts', documentId, facts } }, signal);
  }

  async query(tenant: string, query: SearchQuery, signal: AbortSignal): Promise<SearchPage> {
    return (await this.#reader.ask(tenant, { method: 'query', query }, signal)) as SearchPage;
  }

  async similar(tenant: string, request: SimilarRequest, signal: AbortSignal): Promise<SimilarDocument[]> {
    return (await this.#reader.ask(tenant, { method: 'similar', request }, signal)) as SimilarDocument[];
  }

  async matches(tenant: string, request: MatchRequest, signal: AbortSignal): Promise<boolean[]> {
    return (await this.#reader.ask(tenant, { method: 'matches', request }, signal)) as boolean[];
  }

  async count(tenant: string, signal: AbortSignal): Promise<{ documents: number; chunks: number }> {
    return (await this.#reader.ask(tenant, { method: 'count' }, signal)) as {
      documents: number;
      chunks: number;
    };
  }

  async dropTenant(tenant: string, signal: AbortSignal): Promise<void> {
    await this.#write(tenant, { method: 'dropTenant' }, signal);
    this.#reader.forget(tenant);
  }

  async generations(tenant: string, signal: AbortSignal): Promise<IndexGenerations> {
    return (await this.#reader.ask(tenant, { method: 'generations' }, signal)) as IndexGenerations;
  }

  async nearest(tenant: string, request: NearestRequest, signal: AbortSignal): Promise<NearPassageHit[]> {
    return (await this.#reader.ask(tenant, { method: 'nearest', request }, signal)) as NearPassageHit[];
  }

  async beginGeneration(tenant: string, signal: AbortSignal, space?: EmbeddingSpace): Promise<string> {
    return (await this.#write(tenant, { method: 'beginGeneration', space }, signal)) as string;
  }

  async fill(
    tenant: string,
    generation: string,
    documents: readonly IndexedDocument[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#write(tenant, { method: 'fill', generation, documents }, signal);
  }

  async switchGeneration(
    tenant: string,
    generation: string,
    signal: AbortSignal,
    { keepPrevious } = { keepPrevious: false },
  ): Promise<void> {
    await this.#write(tenant, { method: 'switchGeneration', generation, keepPrevious }, signal);
    this.#reader.forget(tenant);
  }

  async rollBack(tenant: string, signal: AbortSignal): Promise<void> {
    // The change of a name writes no index, and the thread that reads is there already.
    await this.#reader.ask(tenant, { method: 'rollBack' }, signal);
  }

  async dropGeneration(tenant: string, generation: string, signal: AbortSignal): Promise<void> {
    await this.#write(tenant, { method: 'dropGeneration', generation }, signal);
    this.#reader.forget(tenant);
  }

  async close(): Promise<void> {
    await Promise.all([this.#reader.close(), this.#writer.close()]);
  }

  #write(tenant: string, task: Task, signal: AbortSignal): Promise<unknown> {
    return this.#writer.ask(tenant, task, signal);
  }
}

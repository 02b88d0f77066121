/*
 * The search index: derived from the database, written only by the index job, rebuilt at any time. Plain data goes
 * in and out. Places (`start`, `end`) count Unicode code points, end exclusive.
 */

import type {
  SearchCorrection,
  SearchFacet,
  SearchFacetRequest,
  SearchFilter,
  SearchHit,
  SearchOrder,
  SearchSignal,
} from 'tributary/sdk';
import type { EmbeddingSpace } from '#platform';

/** One passage of a document: what is indexed and found. */
export interface IndexedChunk {
  /** Position in the document, from 0. */
  ordinal: number;
  /** Page number, from 1. */
  page: number;
  /** Place in the page's text. */
  start: number;
  end: number;
  /** The text from `start` to `end`. */
  text: string;
  /** Embeddings, at most one a space: each generation takes those of its own. */
  vectors?: readonly IndexedVector[];
}

/** An embedding; its space is the name of the model that made it and the number of its values. */
export interface IndexedVector {
  model: string;
  values: readonly number[];
}

/** One document as the index keeps it. */
export interface IndexedDocument {
  documentId: string;
  versionId: string;
  title: string;
  /** E.g. `INVOICE`; null when not classified. */
  kind: string | null;
  /** ISO 639-1 of the text (`en`, `de`, `fr`, `es`, `ru`, `zh`); null: guessed from the text. */
  language?: string | null;
  /** Other words by which the document should be found: file name, numbers, names. */
  metadata?: Readonly<Record<string, string>>;
  /** Who may read it: principals such as `tenant`, `group:<id>`. Empty: nobody. */
  access: readonly string[];
  chunks: readonly IndexedChunk[];
  /** What filters and facets look at. */
  facts?: IndexedFacts;
}

/** What is known of a document beside its text. */
export interface IndexedFacts {
  /** ISO 8601 in UTC. */
  uploadedAt: string;
  /** `READY` or `NEEDS_REVIEW`. */
  status: string;
  /** The file name. */
  name: string;
  /** The extracted value of each field: dates ISO 8601, amounts decimal strings. */
  fields: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Rights of a query. `any`: a document is readable when its access list has `tenant` or one of the principals.
 * `every` (who acts for several): when it has `tenant` or all of the principals.
 */
export interface SearchRights {
  mode: 'any' | 'every';
  principals: readonly string[];
}

export interface SearchQuery {
  text: string;
  rights: SearchRights;
  /** Only documents of these kinds. */
  kinds?: readonly string[];
  /** Only these documents. */
  documentIds?: readonly string[];
  /** Only documents that it lets through. With one, a text without words finds all of them. */
  filter?: SearchFilter | undefined;
  /** What is counted over all that matches. */
  facets?: SearchFacetRequest | undefined;
  /** By relevance if not given; a list without words is by upload, newest first. */
  order?: SearchOrder | undefined;
  /** `document` (default): the best passage of each document; `passage`: every passage is a hit of its own. */
  unit?: 'document' | 'passage';
  /** 1 to 100. */
  first: number;
  /** `endCursor` of the page before. */
  after?: string | null;
  /** The query's embedding: fused with the words if it is of the generation's space, else left out. */
  vector?: IndexedVector | null;
  /** Of this generation, if it is still there; the current one by default. */
  generation?: string;
}

export interface SearchPage {
  hits: SearchHit[];
  /** How many readable documents (or passages, by `unit`) match. */
  totalCount: number;
  endCursor: string | null;
  hasNextPage: boolean;
  /** Words that no readable document has, and what was searched for instead. */
  corrections: SearchCorrection[];
  /** What was searched by. */
  signals: SearchSignal[];
  /** In the order of the request. */
  facets: SearchFacet[];
  /** Which generation answered, all of it; null before the first document. */
  generation: IndexGeneration | null;
}

/** Which of many queries one document matches: it has all their words, and their filter lets it through. */
export interface MatchRequest {
  documentId: string;
  queries: readonly { text: string; filter: SearchFilter }[];
}

/** One whole index of a tenant. All of its vectors are of one space. */
export interface IndexGeneration {
  name: string;
  /** Null as long as it has no vectors: then it takes the space of the first one. */
  space: EmbeddingSpace | null;
}

/** The generations of a tenant: changes of documents go to all of them. */
export interface IndexGenerations {
  /** Answers queries. */
  current: IndexGeneration | null;
  /** Was current before, and can be again at once. */
  previous: IndexGeneration | null;
  /** Is being filled. */
  building: IndexGeneration | null;
}

export interface NearestRequest {
  generation: string;
  vector: IndexedVector;
  /** How many passages. */
  first: number;
}

export interface NearPassageHit {
  documentId: string;
  ordinal: number;
  /** Cosine, 1 for the same direction. */
  similarity: number;
}

export interface SimilarRequest {
  documentId: string;
  rights: SearchRights;
  /** 1 to 100. */
  first: number;
  /** 0 to 1; 0.1 by default. */
  minScore?: number;
}

export interface SimilarDocument {
  documentId: string;
  versionId: string;
  /** 0 to 1, where 1 is the same text. */
  score: number;
}

/**
 * A search index with tenants apart. All calls throw `INDEX_UNAVAILABLE` (retryable) when the index does not
 * answer and `TIMEOUT` when the signal ends first. `query` throws `CURSOR_INVALID`.
 */
export interface SearchIndex {
  /** Replaces all that is kept of the document; safe to repeat. Goes to the generation being built, too. */
  upsert(tenant: string, document: IndexedDocument, signal: AbortSignal): Promise<void>;
  /** Leaves no byte of the documents behind, in any generation. Unknown ids are no error. */
  remove(tenant: string, documentIds: readonly string[], signal: AbortSignal): Promise<void>;
  /** Changes who may read a document; no error when it is not there. */
  setAccess(
    tenant: string,
    documentId: string,
    access: readonly string[],
    signal: AbortSignal,
  ): Promise<void>;
  /** Replaces what is known of a document beside its text; no error when it is not there. */
  setFacts(tenant: string, documentId: string, facts: IndexedFacts, signal: AbortSignal): Promise<void>;
  /** Ranks the readable documents only: what may not be read changes neither hits, nor counts, nor scores. */
  query(tenant: string, query: SearchQuery, signal: AbortSignal): Promise<SearchPage>;
  /** Documents with much the same content, best first, without the document itself; empty when it may not be read. */
  similar(tenant: string, request: SimilarRequest, signal: AbortSignal): Promise<SimilarDocument[]>;
  /** Whether the document matches each of the queries, whoever may read it: the caller looks at rights. */
  matches(tenant: string, request: MatchRequest, signal: AbortSignal): Promise<boolean[]>;
  /** Deletes every generation of the tenant. */
  dropTenant(tenant: string, signal: AbortSignal): Promise<void>;
  /** What generations there are. */
  generations(tenant: string, signal: AbortSignal): Promise<IndexGenerations>;
  /**
   * Begins an empty generation beside the current one and returns its name; one begun earlier is dropped.
   * @param space that of the current one if not given
   */
  beginGeneration(tenant: string, signal: AbortSignal, space?: EmbeddingSpace): Promise<string>;
  /**
   * Fills a generation that was begun, without touching the others. What is there already came later and stays,
   * unless it is the same version and lacks vectors. Throws `CONFLICT` when it is not being filled any more.
   */
  fill(
    tenant: string,
    generation: string,
    documents: readonly IndexedDocument[],
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Makes the generation current, atomically and for every process. What was current before is kept as the previous
   * one if asked for; all else is deleted. Throws `CONFLICT` when it is not being filled any more.
   */
  switchGeneration(
    tenant: string,
    generation: string,
    signal: AbortSignal,
    options?: { keepPrevious: boolean },
  ): Promise<void>;
  /** Makes the previous generation current, at once and for every process, and this one the previous. Throws `CONFLICT`. */
  rollBack(tenant: string, signal: AbortSignal): Promise<void>;
  /** Deletes a generation that is being filled or was current before; no error when it is gone. Throws `CONFLICT`. */
  dropGeneration(tenant: string, generation: string, signal: AbortSignal): Promise<void>;
  /** The passages of a whole generation nearest to an embedding of its space, whoever may read them: for comparisons. */
  nearest(tenant: string, request: NearestRequest, signal: AbortSignal): Promise<NearPassageHit[]>;
  /** Number of documents and passages of the current generation. */
  count(tenant: string, signal: AbortSignal): Promise<{ documents: number; chunks: number }>;
  close(): Promise<void>;
}

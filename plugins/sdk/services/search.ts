/** A passage that matches. */
export interface SearchHit {
  /** `after` it the next hits follow. */
  cursor: string;
  documentId: string;
  versionId: string;
  /** From 1. */
  page: number;
  /** Code points of the page's text, end exclusive. */
  start: number;
  end: number;
  text: string;
  /** Descends within one search; not comparable between searches. */
  score: number;
  /** Code points of `text`, end exclusive. */
  highlights: { start: number; end: number }[];
  signals: SearchSignal[];
}

/**
 * What made a passage a hit: its words, its meaning by an embedding model, or words that the tenant's own documents
 * use beside those of the query.
 */
export type SearchSignal = 'LEXICAL' | 'VECTOR' | 'LEARNED';

/** A word of a query that no readable document has, and what was searched for instead. */
export interface SearchCorrection {
  word: string;
  /** Best first. */
  searchedFor: string[];
}

/** One condition on an extracted field of a document. All that is said of it holds. */
export interface SearchFieldFilter {
  /** E.g. `grand_total`. */
  name: string;
  /** One of these values, any case. */
  oneOf?: readonly string[];
  /** Decimal strings: more than, at least, at most, less than. */
  above?: string;
  atLeast?: string;
  atMost?: string;
  below?: string;
  /** Calendar days, ISO 8601, both inclusive. */
  from?: string;
  to?: string;
  /** ISO 4217: the amount is of this currency, by its own or by the field `currency`. */
  currency?: string;
  /** True: only documents without the field. False: only documents with it. */
  isMissing?: boolean;
  /** Documents without the field pass too. */
  orMissing?: boolean;
}

/** Which documents are searched. All that is said holds. */
export interface SearchFilter {
  /** E.g. `invoice`. */
  kinds?: readonly string[];
  /** ISO 639-1. */
  languages?: readonly string[];
  /** `READY` or `NEEDS_REVIEW`. */
  statuses?: readonly string[];
  /** A part of the file name, any case. */
  name?: string;
  /** The day of the upload (UTC), ISO 8601, both inclusive. */
  uploaded?: { from?: string; to?: string };
  fields?: readonly SearchFieldFilter[];
}

/** What is counted: a property of the document, or an extracted field; `month` with a field is that of its date. */
export interface SearchFacetRequest {
  of: readonly { by: 'kind' | 'language' | 'status' | 'month' | 'field'; field?: string }[];
  /** Values of each, 100 at most. */
  first: number;
}

/** Counts over all documents that match and may be read. */
export interface SearchFacet {
  by: SearchFacetRequest['of'][number]['by'];
  field: string | null;
  /** The most frequent first; months newest first. */
  values: { value: string; count: number }[];
  /** Documents that have a value that is not among `values`. */
  others: number;
  /** Documents that have none. */
  missing: number;
}

/** By a date: of the upload, or of a field (also by its amount). What has none comes last. */
export interface SearchOrder {
  by: 'relevance' | 'date';
  field?: string;
  ascending?: boolean;
}

/** What is searched for. */
export interface SearchRequest {
  /** With a filter and without words: all documents that it lets through. */
  text: string;
  first: number;
  after?: string | null;
  kinds?: readonly string[];
  documentIds?: readonly string[];
  filter?: SearchFilter;
  facets?: SearchFacetRequest;
  order?: SearchOrder;
  /** `document`: the best passage of each document (default); `passage`: all passages. */
  unit?: 'document' | 'passage';
}

/** A query that is kept, with whose rights it is asked. */
export interface StandingQuery {
  /** `user:<id>` or `key:<id>`. */
  actor: string;
  text: string;
  filter: SearchFilter;
}

/** Search with the caller's rights applied before ranking. Errors: `INDEX_UNAVAILABLE`, `FORBIDDEN`. */
export interface SearchService {
  /** At most 100 hits a page; `after` is the cursor of the last hit seen. */
  query(query: SearchRequest): Promise<{
    hits: SearchHit[];
    /** All documents (or passages, by `unit`) that match and may be read. */
    totalCount: number;
    endCursor: string | null;
    hasNextPage: boolean;
    corrections: SearchCorrection[];
    /** What was searched by. */
    signals: SearchSignal[];
    facets: SearchFacet[];
  }>;
  /** Documents with much the same content, best first; score 1 is the same text. */
  similar(request: {
    documentId: string;
    first: number;
    minScore?: number;
  }): Promise<{ documentId: string; score: number }[]>;
  /**
   * Which of many queries this document matches, in their order: it has all the words, the filter lets it through, and
   * the query's actor may read it now. All false when the caller may not read it.
   */
  matches(documentId: string, queries: readonly StandingQuery[]): Promise<boolean[]>;
}

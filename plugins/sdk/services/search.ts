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

/** Search with the caller's rights applied before ranking. Errors: `INDEX_UNAVAILABLE`, `FORBIDDEN`. */
export interface SearchService {
  /** At most 100 hits a page; `after` is the cursor of the last hit seen. */
  query(query: {
    text: string;
    first: number;
    after?: string | null;
    kinds?: readonly string[];
    documentIds?: readonly string[];
    /** `document`: the best passage of each document (default); `passage`: all passages. */
    unit?: 'document' | 'passage';
  }): Promise<{
    hits: SearchHit[];
    totalCount: number;
    endCursor: string | null;
    hasNextPage: boolean;
    corrections: SearchCorrection[];
  }>;
  /** Documents with much the same content, best first; score 1 is the same text. */
  similar(request: {
    documentId: string;
    first: number;
    minScore?: number;
  }): Promise<{ documentId: string; score: number }[]>;
}

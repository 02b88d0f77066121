import type { PageText } from '../document-text.js';
import type { ExtractedField, StepOutput } from '../steps.js';

/** A piece of a page, as the search index holds it. */
export interface Chunk {
  id: string;
  /** From 0, in the order of the text. */
  ordinal: number;
  /** From 1. */
  page: number;
  /** Code points of the page's text, end exclusive. */
  start: number;
  end: number;
  text: string;
}

/** A document without its text. */
export interface DocumentSummary {
  /** UUID. */
  id: string;
  /** UUID; changed bytes are a new version. */
  versionId: string;
  /** From 1. */
  version: number;
  name: string;
  title: string | null;
  mediaType: string;
  /** A lower-case snake name such as `invoice`; null until it is classified. */
  kind: string | null;
  /** ISO 639-1; null when it is not known. */
  language: string | null;
  status: string;
  /** ISO 8601 in UTC. */
  createdAt: string;
}

/** A document with its text, as its newest version has it. */
export interface DocumentText extends DocumentSummary {
  pages: PageText[];
  /** The pages joined by a form feed. */
  text: string;
  fields: ExtractedField[];
  /** Text that a person does not see, and what carried it. */
  hidden: { carrier: string; text: string; page: number | null }[];
}

/** Documents that the caller may read. What a run reads here is the evidence of its decision. */
export interface DocumentsService {
  /** Errors: `NOT_FOUND`, also for what may not be read. */
  read(documentId: string): Promise<DocumentText>;
  /** Null for each id that may not be read; in the order of the ids. */
  summaries(documentIds: readonly string[]): Promise<(DocumentSummary | null)[]>;
  /** The extracted fields of each, in the order of the ids; none for an id that may not be read. */
  fields(documentIds: readonly string[]): Promise<ExtractedField[][]>;
  /** In the order of the text. Errors: `NOT_FOUND`. */
  chunks(documentId: string): Promise<Chunk[]>;
  /** Documents by kind, newest first; at most 100. `after` is the id of the last one seen. */
  list(filter: {
    kind?: string;
    language?: string;
    first: number;
    after?: string | null;
  }): Promise<DocumentSummary[]>;
  /** Documents whose current extracted field has exactly this normalised value; at most 100. */
  findByField(field: {
    name: string;
    value: string;
    kind?: string;
    first: number;
  }): Promise<DocumentSummary[]>;
  /** What the step `relate` found. Errors: `NOT_FOUND`. */
  relations(documentId: string): Promise<StepOutput<'relate'>['related']>;
}

import type { z } from 'zod';
import type { RequestContext } from './context.js';
import type { CapabilityDefinition } from './define-capability.js';
import type { PageText } from './document-text.js';
import type { AIResult, EnginePart, EvidenceRef, ResultInfo, RunEvent } from './run-parts.js';
import type { ExtractedField, Proposal, StepOutput } from './steps.js';

/*
 * The services that a plugin can name in `needs`. Each call takes and returns plain data; the caller's context (whose
 * data, which rights) is bound by the host. What may not be read does not exist: `NOT_FOUND`.
 */

export interface Chunk {
  id: string;
  ordinal: number;
  page: number;
  /** Code points of the page's text, end exclusive. */
  start: number;
  end: number;
  text: string;
}

export interface DocumentSummary {
  id: string;
  versionId: string;
  version: number;
  name: string;
  title: string | null;
  mediaType: string;
  kind: string | null;
  language: string | null;
  status: string;
  createdAt: string;
}

export interface DocumentText extends DocumentSummary {
  pages: PageText[];
  /** The pages joined by a form feed. */
  text: string;
  fields: ExtractedField[];
  hidden: { carrier: string; text: string; page: number | null }[];
}

/** Documents that the caller may read. Errors: `NOT_FOUND`. */
export interface DocumentsService {
  read(documentId: string): Promise<DocumentText>;
  /** Null for each id that may not be read; in the order of the ids. */
  summaries(documentIds: readonly string[]): Promise<(DocumentSummary | null)[]>;
  fields(documentIds: readonly string[]): Promise<ExtractedField[][]>;
  chunks(documentId: string): Promise<Chunk[]>;
  /** Documents by kind, newest first; at most 100. */
  list(filter: { kind?: string; language?: string; first: number }): Promise<DocumentSummary[]>;
  /** Documents whose current extracted field has exactly this normalised value. */
  findByField(field: {
    name: string;
    value: string;
    kind?: string;
    first: number;
  }): Promise<DocumentSummary[]>;
  relations(documentId: string): Promise<StepOutput<'relate'>['related']>;
}

export interface SearchHit {
  /** `after` it the next hits follow. */
  cursor: string;
  documentId: string;
  versionId: string;
  page: number;
  start: number;
  end: number;
  text: string;
  score: number;
  /** Code points of `text`, end exclusive. */
  highlights: { start: number; end: number }[];
  signals: ('LEXICAL' | 'VECTOR')[];
}

/** Search with the caller's rights applied before ranking. Errors: `INDEX_UNAVAILABLE`. */
export interface SearchService {
  query(query: {
    text: string;
    first: number;
    after?: string | null;
    kinds?: readonly string[];
    documentIds?: readonly string[];
    /** `document`: the best passage of each document (default); `passage`: all passages. */
    unit?: 'document' | 'passage';
  }): Promise<{ hits: SearchHit[]; totalCount: number; endCursor: string | null; hasNextPage: boolean }>;
  /** Score 1 is the same text. */
  similar(request: {
    documentId: string;
    first: number;
    minScore?: number;
  }): Promise<{ documentId: string; score: number }[]>;
}

/** A capability by its definition or its id. */
export type CapabilityRef = string | { readonly id: string };

/** Stored results: the newest `AIResult` of a capability for an input that the caller may see. */
export interface ResultsService {
  latest(
    capability: CapabilityRef,
    input: Record<string, unknown>,
  ): Promise<({ result: ResultInfo } & Record<string, unknown>) | null>;
}

export interface RunStart {
  capability: CapabilityRef;
  arguments: unknown;
  idempotencyKey?: string | null;
  /** Ask again although a result is stored. */
  anew?: boolean;
  /** For `join`: a cursor of the run that is to be gone on with. */
  after?: string | null;
}

/** Runs and their streams. Errors: `CURSOR_GONE`, `CURSOR_INVALID`, `NOT_FOUND`. */
export interface RunsService {
  start(request: RunStart): Promise<{ runId: string }>;
  /** The newest run of the same rights, input and versions, running or stored; started only if there is none. */
  join(request: RunStart): Promise<{ runId: string }>;
  events(runId: string, after: string | null, signal: AbortSignal): AsyncIterable<RunEvent>;
  cancel(runId: string): Promise<void>;
}

/** Language models by alias. Errors: `MODEL_FAILED`, `OUTPUT_SCHEMA`, `BUDGET_EXCEEDED`. */
export interface ModelsService {
  stream(request: {
    prompt: string;
    variables: Record<string, unknown>;
    alias?: string;
    maxOutputTokens?: number;
  }): AsyncGenerator<EnginePart, void>;
  complete<Schema extends z.ZodType>(request: {
    prompt: string;
    variables: Record<string, unknown>;
    schema: Schema;
    alias?: string;
    maxOutputTokens?: number;
  }): Promise<z.infer<Schema>>;
}

export interface PromptsService {
  /** Renders the version that the label `production` stands at. Errors: `PROMPT_NOT_FOUND`. */
  render(prompt: string, variables: Record<string, unknown>): Promise<{ text: string; version: string }>;
}

/** Runs another capability with the caller's rights and waits for its result. */
export interface CapabilitiesService {
  run(capability: CapabilityRef, input: unknown): Promise<AIResult>;
}

/** Persisted operations with the actor's rights. Errors: `OPERATION_NOT_FOUND`, `FORBIDDEN`. */
export interface OperationsService {
  execute(
    operation: string,
    variables: Record<string, unknown>,
  ): Promise<{ data: unknown; errors: { message: string; code: string }[] }>;
}

export interface RecommendationSummary extends Proposal {
  id: string;
  documentId: string;
  state: string;
  createdAt: string;
}
export interface RecommendationsService {
  list(filter: { documentId?: string; first: number }): Promise<RecommendationSummary[]>;
  /** Errors: `NOT_FOUND`. */
  read(recommendationId: string): Promise<RecommendationSummary>;
}

export interface ReviewsService {
  /** Asks a person. The same fingerprint is asked once. */
  request(review: {
    reason: string;
    documentId: string | null;
    fingerprint: string;
    evidence: EvidenceRef[];
    /** ISO 8601; null for none. */
    deadline: string | null;
  }): Promise<{ reviewId: string }>;
}

/** Named collections of JSON under row-level security, one namespace a plugin and tenant. */
export interface StoreService {
  get(collection: string, key: string): Promise<unknown>;
  put(collection: string, key: string, value: unknown): Promise<void>;
  delete(collection: string, key: string): Promise<void>;
  list(
    collection: string,
    options?: { first?: number; after?: string | null; prefix?: string },
  ): Promise<{ key: string; value: unknown }[]>;
}

/** Calls to public http and https addresses only. Errors: `SSRF_BLOCKED`, `HTTP_FAILED`. */
export interface HttpService {
  fetch(request: {
    url: string;
    method?: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array | null;
    timeoutMs?: number;
    maxBytes?: number;
  }): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }>;
}

/** Encryption with the tenant's data key; deleting a subject's key erases what it encrypted. Errors: `KEY_GONE`. */
export interface KeysService {
  encrypt(subject: string, plain: Uint8Array): Promise<Uint8Array>;
  decrypt(subject: string, cipher: Uint8Array): Promise<Uint8Array>;
}

export interface FeedbackService {
  /** Feedback that people gave on recommendations, newest first. */
  onRecommendations(filter: { actor?: string; first: number }): Promise<
    {
      recommendationId: string;
      documentId: string;
      kind: string;
      actor: string;
      value: 'UP' | 'DOWN' | 'ACCEPTED' | 'REJECTED';
      at: string;
    }[]
  >;
}

export interface LogService {
  info(message: string, fields?: Record<string, string | number | boolean>): void;
  warn(message: string, fields?: Record<string, string | number | boolean>): void;
}

export interface ClockService {
  now(): Date;
}

export interface Services {
  documents: DocumentsService;
  search: SearchService;
  results: ResultsService;
  runs: RunsService;
  models: ModelsService;
  prompts: PromptsService;
  capabilities: CapabilitiesService;
  operations: OperationsService;
  recommendations: RecommendationsService;
  reviews: ReviewsService;
  store: StoreService;
  http: HttpService;
  keys: KeysService;
  feedback: FeedbackService;
  log: LogService;
  clock: ClockService;
}
export type ServiceName = keyof Services;
export type Granted<Needs extends ServiceName> = Pick<Services, Needs>;

/** What a plugin's resolver gets as its third argument. */
export type ResolverContext<Needs extends ServiceName = ServiceName> = Granted<Needs> & {
  readonly request: RequestContext;
  /** Ends when the client leaves or the deadline passes. */
  readonly signal: AbortSignal;
};
export type { CapabilityDefinition };

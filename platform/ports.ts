/*
 * What the parts of the platform and the subgraphs promise each other. Plain data goes in and out; the composition
 * root (`cli/start.ts`) binds each port to the one part that keeps it.
 */
import type { EntityManager, EntitySchema } from '@mikro-orm/postgresql';
import type {
  AIResult,
  CapabilityStep,
  DocumentsService,
  DomainEvent,
  EventName,
  EventPayload,
  EvidenceRef,
  FeedbackService,
  ParsedDocument,
  RecommendationsService,
  RequestContext,
  RunEvent,
  RunPart,
  ScreenFinding,
  ScreenVerdict,
  StepOutput,
  Verdict,
  z,
} from 'tributary/sdk';
import type { Config } from './config/index.js';
import type { ReferenceBatch, SubscriptionSource } from './graph/index.js';
import type { SearchIndex } from './search/index.js';

export type { SearchIndex } from './search/index.js';

// ---- database -----------------------------------------------------------------------------------------------

/** One transaction of one tenant (or, below `platform/system`, across tenants). */
export interface Transaction {
  /** MikroORM on this transaction's connection. */
  readonly em: EntityManager;
  readonly tenant: string | null;
  /** Plain SQL on the same connection; parameters are `$1`, `$2` … */
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

export interface Database {
  /** Runs the work as the app role with this tenant; commits when it returns, rolls back when it throws. */
  tenant<T>(
    tenant: string,
    work: (tx: Transaction) => Promise<T>,
    options?: { signal?: AbortSignal; timeoutMs?: number },
  ): Promise<T>;
  /** One shared LISTEN connection a process. Returns how to stop. */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>;
}

/** Crosses tenants, by policy; only parts below `platform/system` and those that its check lists may hold it. */
export interface SystemDatabase {
  across<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

export interface Migration {
  /** e.g. `0001-documents`. */
  name: string;
  sql: string;
}
export interface MigrationSet {
  /** The Postgres schema that the migrations own, e.g. `documents` or `platform`. */
  room: string;
  migrations: readonly Migration[];
}

// ---- outbox, jobs, live events --------------------------------------------------------------------------------

export const queueNames = ['ingest', 'ai', 'notify', 'system'] as const;
export type QueueName = (typeof queueNames)[number];

export interface JobRequest {
  /** The name of a job definition. */
  name: string;
  payload: Record<string, unknown>;
  /** At most one job with this key a tenant and name; a second request is the same job. */
  key?: string;
  delayMs?: number;
}

/** What stands in an audit entry: who did what to what, and for AI the whole decision. Hashed as canonical JSON. */
export interface AuditRecord {
  /** UUIDv7; made by the caller when it must be known before, else by the intake. */
  id?: string;
  /** e.g. `decision`, `mutation`, `read`, `denied`, `export`. */
  kind: string;
  /** e.g. `documents.upload`, `capability.extraction`. */
  action: string;
  /** Ids that the entry concerns. */
  subjects: { type: string; id: string }[];
  /** Facts; no personal text. */
  body: Record<string, unknown>;
  /** Personal text, stored apart and encrypted; the entry keeps only its hash. */
  content?: Record<string, unknown> | null;
}

/** Everything that commits together with a state change. */
export interface Outbox {
  event<Name extends EventName>(
    tx: Transaction,
    context: RequestContext,
    name: Name,
    payload: EventPayload<Name>,
  ): Promise<string>;
  job(tx: Transaction, context: RequestContext, request: JobRequest): Promise<string>;
  /** Writes the intake row with the hash of its body; returns the id that the chained entry will have. */
  audit(tx: Transaction, context: RequestContext, record: AuditRecord): Promise<string>;
}

export interface JobRun {
  readonly id: string;
  readonly attempt: number;
  readonly attempts: number;
  /** The actor's context with the roles read anew. */
  readonly context: RequestContext;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** What earlier attempts of this job have finished: name of the step -> plain data. */
  checkpoint(step: string): Promise<unknown>;
  /** Writes a checkpoint in the effect's own transaction; false when that step's effect was written before (then skip the effect). Throws when the lease of this job has moved to another worker. */
  effect(tx: Transaction, step: string, data?: unknown): Promise<boolean>;
}

export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: Payload;
  /** Five by default. */
  readonly attempts?: number;
  readonly timeoutMs?: number;
  run(payload: z.output<Payload>, job: JobRun): Promise<void>;
  /** After the last attempt, or at once for an error that is not retryable: leave no one waiting. */
  onDead?(
    payload: z.output<Payload>,
    error: unknown,
    job: Pick<JobRun, 'id' | 'context' | 'log'>,
  ): Promise<void>;
}

/** Runs as a job of its own, once for every event (idempotent by the event's id). */
export interface EventHandler<Name extends EventName = EventName> {
  /** Unique, e.g. `analytics.facts`. */
  readonly name: string;
  readonly event: Name;
  readonly queue: QueueName;
  run(event: DomainEvent<Name>, job: JobRun): Promise<void>;
}

export interface Schedule {
  readonly name: string;
  readonly everyMs: number;
  /** Runs in one worker at a time, across tenants. */
  run(signal: AbortSignal): Promise<void>;
}

/** Committed events of a tenant as they happen, in every process (for subscriptions; not durable, carries ids only). */
export interface LiveEvents {
  /** Tells of a change that no handler needs to know of (progress); sent when the transaction commits. */
  publish<Name extends EventName>(
    tx: Transaction,
    context: RequestContext,
    name: Name,
    payload: EventPayload<Name>,
  ): Promise<void>;
  subscribe<Name extends EventName>(
    tenant: string,
    names: readonly Name[],
    signal: AbortSignal,
  ): AsyncIterable<DomainEvent<Name>>;
}

// ---- access, blobs, keys, uploads -----------------------------------------------------------------------------

/** The projection of who may read what. Types are entity names such as `Document`. */
export interface Access {
  /** Written by the owner of the entity in its own transaction; an empty list removes it. */
  set(tx: Transaction, entity: { type: string; id: string }, principals: readonly string[]): Promise<void>;
  /** Which of the ids may be read, in one batch. */
  readable(
    tx: Transaction,
    context: RequestContext,
    type: string,
    ids: readonly string[],
  ): Promise<Set<string>>;
  /** The access list of an entity, empty when there is none. */
  list(tx: Transaction, entity: { type: string; id: string }): Promise<string[]>;
}

export interface Blobs {
  /** Stores the bytes; throws `UPLOAD_TOO_LARGE` at the byte that is too many and leaves nothing behind. */
  put(
    tenant: string,
    bytes: AsyncIterable<Uint8Array>,
    options: { maxBytes: number; signal: AbortSignal },
  ): Promise<{ key: string; sha256: string; size: number }>;
  get(tenant: string, key: string, signal: AbortSignal): Promise<Uint8Array>;
  delete(tenant: string, key: string): Promise<void>;
  deleteTenant(tenant: string): Promise<void>;
}

/** Envelope encryption; a subject is a tenant's `content` or an erasable person. */
export interface Keys {
  encrypt(tx: Transaction, subject: string, plain: Uint8Array): Promise<Uint8Array>;
  decrypt(tx: Transaction, subject: string, cipher: Uint8Array): Promise<Uint8Array>;
  /** Deletes the subject's key: what it encrypted is erased. */
  erase(tx: Transaction, subject: string): Promise<void>;
}

export interface Upload {
  id: string;
  name: string;
  mediaType: string | null;
  groups: string[];
  state: 'CREATED' | 'RECEIVED' | 'COMPLETED';
  /** The document that completing it made. */
  documentId: string | null;
  blobKey: string | null;
  sha256: string | null;
  size: number | null;
}
/** One-time upload URLs: 15 minutes, bound to tenant, actor and size. The gateway receives the bytes. */
export interface Uploads {
  create(
    tx: Transaction,
    context: RequestContext,
    request: { name: string; mediaType: string | null; size: number | null; groups: string[] },
  ): Promise<{ upload: Upload; url: string; expiresAt: string }>;
  /** The upload of this actor, locked for the transaction; `UPLOAD_NOT_FOUND` or `UPLOAD_INCOMPLETE`. */
  take(tx: Transaction, context: RequestContext, uploadId: string): Promise<Upload>;
  complete(tx: Transaction, uploadId: string, documentId: string): Promise<void>;
}

// ---- identity ---------------------------------------------------------------------------------------------------

export interface Identity {
  /** A JWT, an API key or, in development, the development token. Throws `UNAUTHENTICATED`. */
  authenticate(
    bearer: string | null,
    request: { requestId: string; traceparent: string; deadline: number },
  ): Promise<RequestContext>;
  /** Reads the roles and groups of an actor anew, for jobs and long streams; null when revoked. */
  contextOf(
    tenant: string,
    actor: string,
    request?: { requestId?: string; traceparent?: string; deadline?: number },
  ): Promise<RequestContext | null>;
  /** Signs and reads the short-lived token by which processes pass a context on. */
  seal(context: RequestContext): Promise<string>;
  open(token: string): Promise<RequestContext>;
}

/** A principal, as `accounts` projects it in its own transaction. */
export interface PrincipalRow {
  actor: string;
  tenant: string;
  roles: readonly string[];
  scopes: readonly string[];
  groups: readonly string[];
  /** SHA-256 of an API key; null for people. */
  keyHash: string | null;
  /** Claims that name this person in tokens (`sub`), or null. */
  subject: string | null;
  revoked: boolean;
  expiresAt: string | null;
}
export interface Principals {
  put(tx: Transaction, principal: PrincipalRow): Promise<void>;
  remove(tx: Transaction, actor: string): Promise<void>;
}

// ---- runs ---------------------------------------------------------------------------------------------------------

export type RunState = 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';

export interface RunRow {
  id: string;
  capability: string;
  plugin: string;
  pluginVersion: string;
  state: RunState;
  epoch: number;
  actor: string;
  input: unknown;
  inputHash: string;
  /** Tenant, rights, versions and input in one hash: equal keys share a run. */
  joinKey: string;
  /** The rights that it was started with, as a hash; `every:` in front for who acts for all readers of a document. */
  rightsKey: string;
  /** The same key of the same actor is the same run; null for none. */
  idempotencyKey: string | null;
  /** Documents whose readers may see it: those of the input, and at the end those that it was made from. */
  documentIds: string[];
  result: AIResult | null;
  error: { code: string; message: string; retryable: boolean } | null;
  createdAt: string;
  finishedAt: string | null;
}

/** Kept by the subgraph `capabilities`. All in the caller's transaction. */
export interface RunRecords {
  create(
    tx: Transaction,
    context: RequestContext,
    run: Omit<RunRow, 'state' | 'epoch' | 'result' | 'error' | 'createdAt' | 'finishedAt'>,
  ): Promise<void>;
  /** The newest run with this key that is running or has a stored result; null for none. */
  findJoinable(tx: Transaction, joinKey: string): Promise<RunRow | null>;
  find(tx: Transaction, runId: string): Promise<RunRow | null>;
  /** Takes the run for one attempt: PENDING or RUNNING -> RUNNING with the epoch raised on every take but the first; null when it is finished or cancelled. */
  begin(tx: Transaction, runId: string): Promise<RunRow | null>;
  /** False when the run was taken by another epoch or is over. */
  finish(
    tx: Transaction,
    runId: string,
    epoch: number,
    end: {
      state: RunState;
      result: AIResult | null;
      error: RunRow['error'];
      /** What it was made from, besides the documents of its input. */
      documentIds?: readonly string[];
    },
  ): Promise<boolean>;
  /** Writes a run that began and ended within one transaction. */
  record(
    tx: Transaction,
    context: RequestContext,
    run: Omit<RunRow, 'epoch' | 'createdAt' | 'finishedAt'>,
  ): Promise<void>;
  /** Locks the run against its end; false when it was taken by another epoch or is over. */
  hold(tx: Transaction, runId: string, epoch: number): Promise<boolean>;
  /** The run that this actor started with this key; null for none. */
  findByKey(tx: Transaction, context: RequestContext, idempotencyKey: string): Promise<RunRow | null>;
  /** The newest finished run of a capability for this input whose documents may all be read. */
  latest(
    tx: Transaction,
    context: RequestContext,
    capability: string,
    inputHash: string,
  ): Promise<RunRow | null>;
}

/** The append-only log of run events. */
export interface RunLog {
  append(tx: Transaction, run: { id: string; epoch: number }, parts: readonly RunPart[]): Promise<void>;
  /** Replays from the cursor (null: the beginning), then follows until the terminal part. `CURSOR_GONE`, `CURSOR_INVALID`. */
  follow(tenant: string, runId: string, after: string | null, signal: AbortSignal): AsyncIterable<RunEvent>;
  runOf(cursor: string): string;
}

/** One limit a tenant and period; amounts are integer nano-dollars. Kept by `capabilities`. */
export interface Ledger {
  reserve(
    tx: Transaction,
    context: RequestContext,
    runId: string,
    nanoUsd: bigint,
  ): Promise<{ admitted: boolean; resetsAt: string }>;
  settle(tx: Transaction, runId: string, nanoUsd: bigint | null): Promise<void>;
}

export interface PromptVersion {
  id: string;
  prompt: string;
  version: number;
  text: string;
  /** Front matter: variables, alias, maxOutputTokens. */
  settings: Record<string, unknown>;
}
/** Kept by `capabilities`; seeded from the plugins' files. */
export interface Prompts {
  seed(
    prompts: readonly { plugin: string; prompt: string; text: string; settings: Record<string, unknown> }[],
  ): Promise<void>;
  /** What the label stands at; throws `PROMPT_NOT_FOUND`. */
  current(tx: Transaction, prompt: string, label?: string): Promise<PromptVersion>;
}

export interface CapabilityRun {
  capability: string;
  input: unknown;
  context: RequestContext;
  signal: AbortSignal;
  /** A run row that exists already (started through the graph); else one is made. */
  runId?: string;
  anew?: boolean;
  /** Told as the run goes from phase to phase, for the steps that a person watches. */
  onPhase?(phase: 'engine' | 'validate' | 'record'): Promise<void>;
  /** Stores the output with its event in the run's own final transaction. */
  sink?(tx: Transaction, outcome: RunOutcome): Promise<void>;
}
export interface RunOutcome {
  runId: string;
  result: AIResult;
  /** The audit record of the decision. */
  decisionId: string;
  /** What the rules said of each item that they judged: of each proposal for `recommend`, else of the output. */
  verdicts: Verdict[][];
}
/** Executes capabilities where plugin code runs (the worker). */
export interface CapabilityRunner {
  execute(run: CapabilityRun): Promise<RunOutcome>;
  /** The capability that fills a step, or null. */
  stepCapability(step: CapabilityStep): string | null;
}

// ---- rules --------------------------------------------------------------------------------------------------------

/** A versioned rule as data; `conditions` in the form of json-rules-engine. It holds when the conditions are true. */
export interface Rule {
  id: string;
  version: number;
  /** Kinds of output that it judges; empty for all. */
  appliesTo: string[];
  conditions: Record<string, unknown>;
  onFail: 'FIX' | 'REVIEW' | 'REJECT';
  /** For `FIX`: the fields of the judged item that are replaced. */
  fix?: Record<string, unknown>;
  reason: string;
}
export interface RuleSet {
  id: string;
  name: string;
  version: number;
  /** The capability whose outputs it judges. */
  capability: string;
  rules: Rule[];
}
/** Kept by `recommendations`. */
export interface RuleSets {
  active(tx: Transaction, capability: string): Promise<RuleSet[]>;
}
export interface RuleEngine {
  /** Judges one output by its facts. */
  evaluate(set: RuleSet, kind: string, facts: Record<string, unknown>): Promise<Verdict[]>;
  /** Throws `RULE_INVALID`. */
  check(rule: Rule): void;
}

// ---- ports that subgraphs keep for each other ----------------------------------------------------------------------

/** Stores the typed output of a step in the owner's tables; registered by the subgraph that owns them. */
export type StepSink<Step extends CapabilityStep> = (
  tx: Transaction,
  context: RequestContext,
  step: {
    documentId: string;
    versionId: string;
    /** The document's access list. */
    access: readonly string[];
    output: StepOutput<Step>;
    outcome: RunOutcome;
  },
) => Promise<void>;
export type StepSinks = { [Step in CapabilityStep]?: StepSink<Step> };

export interface ReviewRequests {
  request(
    tx: Transaction,
    context: RequestContext,
    review: {
      reason: string;
      documentId: string | null;
      /** What is asked about, e.g. `document.fields`, `recommendation`. */
      subject: { type: string; id: string };
      fingerprint: string;
      evidence: EvidenceRef[];
      deadline: string | null;
      access: readonly string[];
    },
  ): Promise<string>;
}

/** The documents service with an explicit context, kept by `documents`. */
export type DocumentsPort = { [Method in keyof DocumentsService]: WithContext<DocumentsService[Method]> };
export type RecommendationsPort = {
  [Method in keyof RecommendationsService]: WithContext<RecommendationsService[Method]>;
};
export type FeedbackPort = { [Method in keyof FeedbackService]: WithContext<FeedbackService[Method]> };
type WithContext<Call> = Call extends (...args: infer Arguments) => infer Answer
  ? (context: RequestContext, ...args: Arguments) => Answer
  : never;

/** Executes a persisted operation as an actor: in-process, or over HTTP to `GATEWAY_URL`. */
export interface Operations {
  execute(
    context: RequestContext,
    operation: string,
    variables: Record<string, unknown>,
  ): Promise<{ data: unknown; errors: { message: string; code: string }[] }>;
}

/** What erases a document or a tenant from a store; every room that keeps something of it registers one. */
export interface Eraser {
  readonly name: string;
  document?(tx: Transaction, documentId: string): Promise<void>;
  tenant?(tx: Transaction): Promise<void>;
}

// ---- modules ------------------------------------------------------------------------------------------------------

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The screens that plugins contributed, joined: the worst verdict wins. */
export interface Screening {
  /** Whether any screen is installed. */
  readonly installed: boolean;
  input(text: string): { verdict: 'ALLOW' | 'MODIFY' | 'BLOCK'; text: string; findings: ScreenFinding[] };
  output(text: string): { verdict: 'ALLOW' | 'MODIFY' | 'BLOCK'; text: string; findings: ScreenFinding[] };
  /** For text as it streams: what comes out may be shown; at most 64 code points are held back by a screen. */
  openStream(): { push(delta: string): ScreenVerdict; end(): ScreenVerdict };
}

/** What subgraphs keep for each other and for the platform. Bound once, by the composition root, before anything runs. */
export interface SubgraphPorts {
  documents: DocumentsPort;
  recommendations: RecommendationsPort;
  feedback: FeedbackPort;
  reviews: ReviewRequests;
  ruleSets: RuleSets;
  runRecords: RunRecords;
  prompts: Prompts;
  ledger: Ledger;
}

/** What only the worker has: where plugin code and untrusted files are run. */
export interface WorkerTools {
  runner: CapabilityRunner;
  parser: Parser;
  /** Null without an embedding model. */
  embedder: Embedder | null;
  /** The sinks of all subgraphs. */
  sinks: StepSinks;
  /** The erasers of all rooms. */
  erasers: readonly Eraser[];
}

/** Makes vectors of texts; `model` names the space they live in. */
export interface Embedder {
  readonly model: string;
  embed(texts: readonly string[], signal: AbortSignal): Promise<number[][]>;
}

export interface Parser {
  /** Throws the coded states of documents: `NEEDS_OCR`, `DOCUMENT_ENCRYPTED`, `PARSE_LIMIT` … */
  parse(
    bytes: Uint8Array,
    hint: { name: string; mediaType: string | null },
    signal: AbortSignal,
  ): Promise<ParsedDocument>;
}

export interface Clock {
  now(): Date;
}

/** Starts and joins runs from anywhere; the worker executes them. */
export interface RunStarter {
  start(
    context: RequestContext,
    request: { capability: string; arguments: unknown; idempotencyKey: string | null; anew: boolean },
  ): Promise<{ runId: string; joined: boolean }>;
  join(
    context: RequestContext,
    request: { capability: string; arguments: unknown; anew: boolean; after: string | null },
  ): Promise<{ runId: string }>;
  /** Checks the rights, then replays and follows. */
  events(
    context: RequestContext,
    runId: string,
    after: string | null,
    signal: AbortSignal,
  ): AsyncIterable<RunEvent>;
  cancel(context: RequestContext, runId: string): Promise<void>;
}

/** What plugins are loaded and what they contribute, as the graph shows it; the same in every process. */
export interface PluginCatalogue {
  plugins(): readonly {
    id: string;
    version: string;
    title: string;
    description: string;
    trusted: boolean;
    permissions: readonly string[];
  }[];
  capabilities(): readonly {
    id: string;
    plugin: string;
    pluginVersion: string;
    description: string;
    engines: readonly ('MODEL' | 'BUILT_IN')[];
    step: CapabilityStep | null;
  }[];
}

/** Everything a subgraph may ask for. Each takes the parts that it uses and hands its services no more than those. */
export interface Platform {
  config: Config;
  database: Database;
  /** Only for parts that cross tenants by nature (audit appender, erasure, rebuild). */
  system: SystemDatabase;
  outbox: Outbox;
  live: LiveEvents;
  access: Access;
  blobs: Blobs;
  keys: Keys;
  uploads: Uploads;
  principals: Principals;
  identity: Identity;
  search: SearchIndex;
  runLog: RunLog;
  runs: RunStarter;
  rules: RuleEngine;
  operations: Operations;
  plugins: PluginCatalogue;
  /** Bound when all subgraphs are made: call them, do not read them while creating. */
  ports: SubgraphPorts;
  log: Logger;
  clock: Clock;
}

/** One part of a subgraph module as `create` returns it. */
export interface SubgraphParts {
  /** Instances of type-graphql resolver classes. */
  resolvers: object[];
  /** Entities that other subgraphs name, by their ids in one batch. */
  references?: Readonly<Record<string, ReferenceBatch>>;
  /** The events of each subscription field. */
  subscriptions?: Readonly<Record<string, SubscriptionSource>>;
  provides?: Partial<SubgraphPorts>;
  sinks?: StepSinks;
  handlers?: EventHandler[];
  erasers?: Eraser[];
  /** Called in the worker only. */
  jobs?(worker: WorkerTools): JobDefinition[];
  /** Started in the worker only. */
  schedules?: Schedule[];
}

/** What `subgraphs/<name>/index.ts` exports by default. */
export interface SubgraphModule {
  readonly name: string;
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly Migration[];
  create(platform: Platform): SubgraphParts;
}

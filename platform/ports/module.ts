/* A subgraph as a module, and the platform that it is made with. */
import type { EntitySchema } from '@mikro-orm/postgresql';
import type {
  CapabilityStep,
  ParsedDocument,
  RequestContext,
  RunEvent,
  RunOptions,
  RunVariant,
  ScreenVerdict,
} from 'tributary/sdk';
import type { Config } from '../config/index.js';
import type { ReferenceBatch, SubscriptionSource } from '../graph/index.js';
import type { SearchIndex } from '../search/index.js';
import type { Metrics } from '../telemetry/index.js';
import type {
  DocumentsPort,
  Eraser,
  FeedbackPort,
  PeoplePort,
  RecommendationsPort,
  ReviewRequests,
  StepSinks,
} from './between-subgraphs.js';
import type { AnalyticsPort, PluginSettings } from './contributions.js';
import type { Ledger, Prices } from './costs.js';
import type { Database, Migration, SystemDatabase } from './database.js';
import type { Embedder, EmbeddingModel } from './embeddings.js';
import type { Identity, Principals } from './identity.js';
import type { Operations, PersistedOperations } from './operations.js';
import type { PluginChanges, PluginSwitches } from './plugins.js';
import type { RuleEngine, RuleSets } from './rules.js';
import type {
  CapabilityRunner,
  Prompts,
  RunEstimate,
  RunLog,
  RunReading,
  RunRecords,
  SemanticAnswers,
} from './runs.js';
import type { Access, Blobs, Keys, Uploads } from './storage.js';
import type { Traces } from './traces.js';
import type { EventHandler, JobDefinition, LiveEvents, Outbox, Schedule } from './work.js';
import type { CoreWork, WorkKinds, Works } from './works.js';

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
  input(text: string): ScreenVerdict;
  output(text: string): ScreenVerdict;
  /** For text as it streams: what comes out may be shown; at most 64 code points are held back by a screen. */
  openStream(): { push(delta: string): ScreenVerdict; end(): ScreenVerdict };
  /** What models are given placeholders for; null when they are given all as it is. */
  readonly personalData?: ((text: string) => readonly { kind: string; start: number; end: number }[]) | null;
}

/** Screening as the settings of each tenant have it. */
export interface TenantScreening {
  /** Cheap while settings stay as they are. */
  of(context: RequestContext): Promise<Screening>;
}

/** What subgraphs keep for each other and for the platform. Bound once, by the composition root, before anything runs. */
export interface SubgraphPorts {
  documents: DocumentsPort;
  recommendations: RecommendationsPort;
  feedback: FeedbackPort;
  people: PeoplePort;
  reviews: ReviewRequests;
  ruleSets: RuleSets;
  runRecords: RunRecords;
  works: Works;
  runReading: RunReading;
  semanticAnswers: SemanticAnswers;
  prompts: Prompts;
  ledger: Ledger;
  prices: Prices;
  pluginSettings: PluginSettings;
  analytics: AnalyticsPort;
  traces: Traces;
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
    request: {
      capability: string;
      arguments: unknown;
      idempotencyKey: string | null;
      anew: boolean;
      variant?: RunVariant | null;
    } & RunOptions,
  ): Promise<{ runId: string; joined: boolean }>;
  join(
    context: RequestContext,
    request: { capability: string; arguments: unknown; anew: boolean; after: string | null } & RunOptions,
  ): Promise<{ runId: string }>;
  /** What it would take at most; nothing is started, held or sent. */
  estimate(
    context: RequestContext,
    request: { capability: string; arguments: unknown },
  ): Promise<RunEstimate>;
  /** Checks the rights, then replays and follows. */
  events(
    context: RequestContext,
    runId: string,
    after: string | null,
    signal: AbortSignal,
  ): AsyncIterable<RunEvent>;
  cancel(context: RequestContext, runId: string): Promise<void>;
  /** Fails it with `TIMEOUT` unless it is over: its deadline has passed. */
  expire(context: RequestContext, runId: string): Promise<void>;
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
    /** JSON Schema. */
    settings: Readonly<Record<string, unknown>> | null;
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
  /** What new vectors are made by; null without an embedding model. */
  embeddingModel: EmbeddingModel | null;
  runLog: RunLog;
  runs: RunStarter;
  rules: RuleEngine;
  operations: Operations;
  /** Made of all plugins and subgraphs: call it, do not ask it while creating. */
  works: WorkKinds;
  persistedOperations: PersistedOperations;
  plugins: PluginCatalogue;
  /** Of the main thread: bound when the process serves. */
  pluginChanges: PluginChanges;
  pluginSwitches: PluginSwitches;
  /** Bound when all subgraphs are made: call them, do not read them while creating. */
  ports: SubgraphPorts;
  log: Logger;
  /** Those of this thread. */
  metrics: Metrics;
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
  /** Kinds of long work that it conducts. */
  works?: readonly CoreWork[];
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

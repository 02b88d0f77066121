import type {
  AIResult,
  CapabilityRef,
  DocumentText,
  HttpService,
  MailService,
  ModelsService,
  RequestContext,
  RunPriority,
} from 'tributary/sdk';
import type {
  ContributionLookup,
  Contributor,
  Embedder,
  Platform,
  PromptVersion,
  SpanScope,
} from '#platform';
import type { Hooks } from '#platform/hooks';
import type { PluginStore } from '#platform/store';
import type { CapabilityLookup } from '../catalogue.js';

/** What the services of plugins are made of. */
export interface ServiceParts
  extends Pick<
    Platform,
    | 'database'
    | 'identity'
    | 'access'
    | 'search'
    | 'runs'
    | 'operations'
    | 'outbox'
    | 'live'
    | 'blobs'
    | 'keys'
    | 'ports'
    | 'log'
    | 'clock'
    | 'pluginSwitches'
  > {
  readonly capabilities: CapabilityLookup;
  readonly contributions: ContributionLookup;
  /** Makes the vector of a query; null without an embedding model. */
  readonly embedder: Embedder | null;
  readonly store: PluginStore;
  readonly http: HttpService;
  readonly mail: MailService;
  readonly hooks: Hooks;
}

/** Who calls a service: a capability's engine within a run, or a resolver. */
export interface ServiceCaller {
  readonly plugin: Contributor;
  readonly context: RequestContext;
  readonly signal: AbortSignal;
  /** Within a run. */
  readonly run?: RunBinding;
  /** Of the runs that it starts and says no more of; `NORMAL` if not given. */
  readonly priority?: RunPriority;
}

/** What a run watches of its engine's calls. */
export interface RunBinding {
  readonly runId: string;
  readonly models: ModelsService;
  /** Where the spans of its engine's calls begin. */
  readonly span: SpanScope;
  /** The engine was given something of these documents. */
  sawDocuments(ids: readonly string[]): void;
  /** Whether it was given something of this document before. */
  knows(documentId: string): boolean;
  sawText(document: DocumentText): void;
  /** Of which versions that was, where it is known. */
  sawVersions(versions: Iterable<readonly [document: string, version: string]>): void;
  /** A prompt as it was pinned for the run; the run notes that it was used. */
  prompt(name: string): Promise<PromptVersion>;
  /** Runs another capability with the caller's rights within this run's thread and deadline. */
  runCapability(capability: CapabilityRef, input: unknown): Promise<AIResult>;
}

/* Plugins as every part of the system sees them, wherever their code runs. */
import type {
  AnyCapability,
  EngineGenerator,
  EngineRun,
  EventName,
  EventPayload,
  Granted,
  Manifest,
  RequestContext,
  ScreenDefinition,
  ServiceName,
} from 'tributary/sdk';
import type { HostedContributions } from './contributions.js';
import type { Subgraph } from './subgraphs.js';

/** Where a version came from. */
export type PluginSource = 'SHIPPED' | 'FOLDER' | 'PACKAGE' | 'REMOTE';

/** Where its code runs: in the threads of the host, whole in a thread of its own, or elsewhere over HTTP. */
export type PluginIsolation = 'HOST' | 'THREAD' | 'REMOTE';

/** What a remote plugin said of itself when it was read: it need not answer for us to start. */
export interface RemoteSource {
  /** Where its `plugin.json` was read. */
  readonly manifestUrl: string;
  /** Its SDL, without what the specification of subgraphs adds to every one. */
  readonly typeDefs: string;
}

/** One content of a plugin. Its manifest was checked; none of its code has run. */
export interface PluginVersion {
  readonly plugin: string;
  readonly version: string;
  /** SHA-256 in hex over its files; over the manifest for a remote one. */
  readonly hash: string;
  readonly manifest: Manifest;
  readonly source: PluginSource;
  readonly isolation: PluginIsolation;
  /** Where `plugin.json` and `prompts/` lie; null for a remote one. */
  readonly folder: string | null;
  /** Where the compiled `index.js` lies; null for a remote one. */
  readonly code: string | null;
  /** Of a remote one. */
  readonly remote?: RemoteSource | null;
}

/** A capability as a plugin describes it: plain data. Schemas are JSON Schema. */
export interface CapabilityDescription
  extends Pick<
    AnyCapability,
    | 'id'
    | 'description'
    | 'needs'
    | 'publish'
    | 'inspects'
    | 'grounded'
    | 'ownerOnly'
    | 'fallback'
    | 'semanticCache'
    | 'maxOutputTokens'
    | 'on'
  > {
  readonly engines: readonly ('MODEL' | 'BUILT_IN')[];
  readonly input: Record<string, unknown>;
  readonly output: Record<string, unknown>;
}

/** A capability of a hosted version. Its checks are asynchronous, for its schemas may live in another thread. */
export interface HostedCapability {
  readonly description: CapabilityDescription;
  /** @throws AppError `BAD_USER_INPUT` */
  parseInput(input: unknown): Promise<{ input: unknown; documentIds: string[] }>;
  /** @throws AppError `OUTPUT_SCHEMA` */
  parseOutput(output: unknown): Promise<unknown>;
  /** The input that an event of `on` stands for. */
  eventInput(payload: EventPayload<EventName>): Promise<unknown>;
  readonly model?: HostedEngine;
  readonly builtIn?: HostedEngine;
}
export type HostedEngine = (
  input: unknown,
  services: Granted<ServiceName>,
  run: EngineRun,
) => EngineGenerator<unknown>;

/** How a plugin does: `DEGRADED` after a fault, `BROKEN` while its breaker is open. */
export interface PluginHealth {
  readonly state: 'HEALTHY' | 'DEGRADED' | 'BROKEN';
  readonly faults: number;
  /** The newest fault, coded. */
  readonly lastFault: { code: string; message: string; at: string } | null;
  readonly memoryBytes: number | null;
}

/** What was asked for by whom: the same in the API, the command line and the protocol between processes. */
export interface PluginChangeRequest {
  readonly plugin: string;
  readonly action: 'ENABLE' | 'DISABLE';
  /** The version, when several are known; the newest by default. */
  readonly version?: string | null;
  /** Only for the caller's tenant: the graph stays as it is. */
  readonly onlyTenant?: boolean;
  /** Says what would happen, and changes nothing. */
  readonly dryRun?: boolean;
  /** Where the manifest of a remote plugin lies, when it is enabled for the first time or read anew. */
  readonly url?: string | null;
  /** Changes it although operations break that are registered or were used recently. */
  readonly force?: boolean;
}

/** What stands in the way of a change: one line a culprit. */
export interface PluginCulprit {
  readonly plugin: string;
  /** E.g. `Document.summary`. */
  readonly coordinate: string | null;
  /** The persisted or recently used operation that needs it. */
  readonly operation: string | null;
  readonly message: string;
  readonly hint: string;
}

export type PluginChangeResult =
  | {
      readonly type: 'PluginEnabled' | 'PluginDisabled';
      readonly plugin: string;
      readonly version: string;
      readonly generation: string | null;
    }
  | {
      readonly type: 'PluginChecked';
      readonly plugin: string;
      readonly version: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
      readonly changed: readonly string[];
    }
  | {
      readonly type:
        | 'CompositionFailed'
        | 'BreakingChange'
        | 'PermissionDenied'
        | 'MissingDependency'
        | 'PluginRefused';
      readonly code: string;
      readonly message: string;
      readonly hint: string;
      readonly culprits: readonly PluginCulprit[];
    };

/** Whether a plugin serves: `FAILED` is one that should and could not be loaded. */
export type PluginState = 'ENABLED' | 'DISABLED' | 'FAILED';

/** A plugin that is known, with the version that is enabled or would be. */
export interface PluginListing {
  readonly manifest: Manifest;
  readonly hash: string;
  readonly state: PluginState;
  readonly source: PluginSource;
  readonly isolation: PluginIsolation;
  /** Whether the caller's tenant has it; an enabled one may be switched off for single tenants. */
  readonly enabledHere: boolean;
  /** The worst of all processes; null when it is not loaded. */
  readonly health: PluginHealth | null;
  /** Why it is not loaded. */
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Newest first. */
  readonly versions: readonly {
    readonly version: string;
    readonly hash: string;
    readonly enabled: boolean;
  }[];
}

/** Turns plugins on and off while the system serves. */
export interface PluginChanges {
  change(context: RequestContext, request: PluginChangeRequest): Promise<PluginChangeResult>;
  /** All that are known; only the enabled ones for whoever may not manage plugins. */
  list(context: RequestContext): Promise<readonly PluginListing[]>;
}

/** Plugins that are switched off for single tenants. */
export interface PluginSwitches {
  isDisabled(tenant: string, plugin: string): boolean;
  /** @throws AppError `PLUGIN_DISABLED` */
  expectEnabled(tenant: string, plugin: string): void;
}

/** A plugin that can be used, wherever its code runs. */
export interface HostedPlugin {
  readonly version: PluginVersion;
  readonly capabilities: readonly HostedCapability[];
  /** Only plugins in the threads of the host have screens: they are asked synchronously. */
  readonly screens: readonly ScreenDefinition[];
  /** Its jobs, services, evaluators and kinds of rule; a remote one has none. */
  readonly contributions?: HostedContributions;
  readonly typeDefs: string | null;
  /** Its prompt files, to be seeded. */
  readonly prompts: readonly {
    plugin: string;
    prompt: string;
    text: string;
    settings: Record<string, unknown>;
  }[];
  /** Its subgraph, ready to be composed and executed; null when it has none. */
  subgraph(bind: BindServices): Subgraph | null;
  health(): PluginHealth;
  close(): Promise<void>;
}

/** The services that a plugin's manifest permits, bound to whose data it is and until when. */
export type BindServices = (context: RequestContext, signal: AbortSignal) => Granted<ServiceName>;

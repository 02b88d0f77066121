/* What plugins contribute besides capabilities, wherever their code runs; and what the services of plugins ask for. */
import type {
  AnalyticsService,
  EvaluationCase,
  EvaluationScore,
  EventName,
  Granted,
  JobProgress,
  Judgement,
  RequestContext,
  ServiceName,
} from 'tributary/sdk';

/** Schemas are JSON Schema: descriptions are plain data. */
type Schema = Readonly<Record<string, unknown>>;

/** A plugin's job. Its checks are asynchronous, for its schema may live in another thread. */
export interface HostedJob {
  readonly description: {
    readonly id: string;
    readonly description: string;
    readonly needs: readonly ServiceName[];
    readonly payload: Schema;
    readonly attempts?: number;
    readonly timeoutMs?: number;
    readonly queue?: 'ai' | 'notify';
    readonly on?: readonly EventName[];
    readonly onlyWith?: string;
  };
  /** @throws AppError `BAD_USER_INPUT` */
  parsePayload(payload: unknown): Promise<unknown>;
  run(payload: unknown, services: Granted<ServiceName>, progress: JobProgress): Promise<void>;
}

/** A service that a plugin provides to others. */
export interface HostedService {
  readonly description: {
    readonly id: string;
    readonly description: string;
    readonly needs: readonly ServiceName[];
    readonly methods: Readonly<Record<string, { readonly input: Schema; readonly output: Schema }>>;
  };
  /**
   * Checks the input, calls the method with the services that the provider needs, and checks its answer.
   * @throws AppError `BAD_USER_INPUT`, and those of the method
   */
  call(
    method: string,
    input: unknown,
    services: Granted<ServiceName>,
    call: { readonly signal: AbortSignal },
  ): Promise<unknown>;
}

export interface HostedEvaluator {
  readonly description: {
    readonly id: string;
    readonly description: string;
    readonly needs: readonly ServiceName[];
  };
  evaluate(
    item: EvaluationCase,
    services: Granted<ServiceName>,
    progress: { readonly signal: AbortSignal },
  ): Promise<EvaluationScore[]>;
}

/** A kind of rule. */
export interface HostedRule {
  readonly description: { readonly kind: string; readonly description: string; readonly params: Schema };
  /** @throws AppError `RULE_INVALID` for parameters that do not fit */
  judge(facts: Readonly<Record<string, unknown>>, params: unknown): Promise<Judgement>;
}

/** What is asked of a kind of long work: what it would take, its next items, one of them; or to begin and to end it. */
export type WorkStep =
  | { readonly step: 'estimate'; readonly payload: unknown }
  | { readonly step: 'items'; readonly payload: unknown; readonly after: string | null }
  | {
      readonly step: 'run';
      readonly payload: unknown;
      readonly key: string;
      readonly workId: string;
      readonly attempt: number;
    }
  | { readonly step: 'start'; readonly payload: unknown; readonly actor: string }
  | { readonly step: 'cancel'; readonly workId: string };

/** A kind of long work of a plugin. */
export interface HostedWork {
  readonly description: {
    readonly id: string;
    readonly description: string;
    readonly needs: readonly ServiceName[];
    readonly permission: string;
    readonly payload: Schema;
    /** Whether the plugin runs it by jobs of its own, and reports of it. */
    readonly isConducted: boolean;
    /** Items at once, and milliseconds that one of them may take. */
    readonly concurrency: number;
    readonly timeoutMs: number;
  };
  /** @throws AppError `BAD_USER_INPUT` */
  parsePayload(payload: unknown): Promise<unknown>;
  /** Gives what the step's code answered: who asks has to check it. */
  perform(step: WorkStep, services: Granted<ServiceName>, signal: AbortSignal): Promise<unknown>;
}

/** The contributions of one plugin besides capabilities, screens and its subgraph. */
export interface HostedContributions {
  readonly jobs: readonly HostedJob[];
  readonly works: readonly HostedWork[];
  readonly services: readonly HostedService[];
  readonly evaluators: readonly HostedEvaluator[];
  readonly rules: readonly HostedRule[];
}

/** The plugin that brings something, as far as binding its services needs it. */
export interface Contributor {
  readonly id: string;
  readonly permissions: readonly string[];
  readonly contributes?: { readonly publishes: readonly string[] };
}

/** Finds what the plugins of this thread contribute, always as they are now. Null for what no enabled plugin brings. */
export interface ContributionLookup {
  /** The ids of all jobs. */
  jobs(): readonly string[];
  job(id: string): { readonly plugin: Contributor; readonly hosted: HostedJob } | null;
  works(): readonly { readonly plugin: Contributor; readonly hosted: HostedWork }[];
  work(id: string): { readonly plugin: Contributor; readonly hosted: HostedWork } | null;
  service(id: string): { readonly plugin: Contributor; readonly hosted: HostedService } | null;
  evaluators(): readonly { readonly plugin: Contributor; readonly hosted: HostedEvaluator }[];
  evaluator(id: string): { readonly plugin: Contributor; readonly hosted: HostedEvaluator } | null;
  rule(kind: string): { readonly plugin: Contributor; readonly hosted: HostedRule } | null;
}

/** The settings of plugins; kept by `capabilities`. */
export interface PluginSettings {
  /**
   * Validated, defaults filled in, secrets in clear; `{}` for a plugin without settings.
   * @throws AppError `SETTINGS_MISSING` when a required one was never set
   */
  read(context: RequestContext, plugin: string): Promise<Record<string, unknown>>;
  /**
   * Sets the named values for a caller who may manage plugins, and leaves the others; null takes one away.
   * @throws AppError `FORBIDDEN`, `PLUGIN_NOT_FOUND`, `BAD_USER_INPUT` naming the setting
   */
  set(context: RequestContext, plugin: string, values: unknown): Promise<unknown>;
}

/** The analytics service with an explicit context, kept by `analytics`. */
export type AnalyticsPort = {
  [Method in keyof AnalyticsService]: (
    context: RequestContext,
    ...rest: Parameters<AnalyticsService[Method]>
  ) => ReturnType<AnalyticsService[Method]>;
};

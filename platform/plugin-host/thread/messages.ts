import type { MessagePort } from 'node:worker_threads';
import type { ErrorShape, JobProgress, RequestContext } from 'tributary/sdk';
import type {
  CapabilityDescription,
  HostedEvaluator,
  HostedJob,
  HostedRule,
  HostedService,
  HostedWork,
  PluginHealth,
  PluginVersion,
  SubgraphOperation,
  WorkStep,
} from '#platform';
import type { WireError } from './wire.js';

/** What the thread of a plugin is started with. */
export interface ThreadData {
  readonly version: PluginVersion;
  /** The URL of our package.json: where `tributary/*` and npm packages are found. */
  readonly packageUrl: string;
  /** Two counters: beats of its event loop, and calls that it answers. */
  readonly state: SharedArrayBuffer;
  readonly messageBytes: number;
}
export const beatsAt = 0;
export const callsAt = 1;

/** What a plugin in a thread says that it is. */
export interface ThreadDescription {
  readonly capabilities: readonly CapabilityDescription[];
  readonly contributions: ContributionsDescription;
  readonly typeDefs: string | null;
  /** `typeDefs` with the shared types that it uses. */
  readonly sdl: string | null;
}

/** Its other contributions, as plain data. */
export interface ContributionsDescription {
  readonly jobs: readonly HostedJob['description'][];
  readonly works: readonly HostedWork['description'][];
  readonly services: readonly HostedService['description'][];
  readonly evaluators: readonly HostedEvaluator['description'][];
  readonly rules: readonly HostedRule['description'][];
}

export type ToThread = { type: 'attach'; port: MessagePort };
export type FromThread =
  | { type: 'ready'; description: ThreadDescription }
  | { type: 'failed'; error: WireError }
  /** What nobody caught. */
  | { type: 'fault'; error: WireError };

/** To whoever uses a plugin, from its supervisor. */
export type ToClient =
  | { type: 'up'; port: MessagePort }
  | { type: 'down'; error: ErrorShape }
  | { type: 'health'; health: PluginHealth; openUntil: number | null };

/** From whoever uses a plugin, to its supervisor. */
export type FromClient =
  | { type: 'fault'; code: string; message: string }
  | { type: 'succeeded' }
  | { type: 'leave' };

/** What is asked of the thread of a plugin; `scope` names the services that the call may use. */
export interface Asked {
  parseInput: { capability: string; input: unknown };
  parseOutput: { capability: string; output: unknown };
  eventInput: { capability: string; payload: unknown };
  engine: {
    capability: string;
    engine: 'MODEL' | 'BUILT_IN';
    input: unknown;
    runId: string;
    actor: string;
    scope: number;
  };
  parsePayload: { job: string; payload: unknown };
  runJob: { job: string; payload: unknown; scope: number } & Pick<JobProgress, 'jobId' | 'attempt' | 'event'>;
  parseWork: { work: string; payload: unknown };
  performWork: { work: string; step: WorkStep; scope: number };
  callService: { service: string; method: string; input: unknown; scope: number };
  evaluate: { evaluator: string; item: unknown; scope: number };
  judge: { rule: string; facts: Readonly<Record<string, unknown>>; params: unknown };
  execute: {
    operation: SubgraphOperation;
    request: RequestContext;
    scope: number;
  };
}

/** What the thread asks of the host within a call. */
export interface AskedOfHost {
  service: ServiceCall;
  checkpoint: { scope: number; step: string };
  remember: { scope: number; step: string; data: unknown };
  rest: { scope: number };
  denied: { scope: number; denial: { field: string; needed: string | null } };
}

/** A call of a service. A signal and a schema cannot cross: they are named by where they stand. */
export interface ServiceCall {
  readonly scope: number;
  readonly service: string;
  readonly method: string;
  readonly args: readonly unknown[];
  /** The argument in whose place the host puts the signal of this call. */
  readonly signalAt: number | null;
  /** The argument whose property `schema` is a JSON Schema. */
  readonly schemaAt: number | null;
}

/** How an engine ended. */
export type EngineReturn =
  | { output: unknown }
  | { expected: { type: string; reason: string; output: unknown; code: string } };

/** A result of GraphQL with what was thrown in place of what may be told of it. */
export interface WireResult {
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly { path: readonly (string | number)[] | null; error: WireError }[] | null;
}

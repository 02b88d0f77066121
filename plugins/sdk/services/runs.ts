import type { z } from 'zod';
import type { AIResult, Engine, EnginePart, ResultInfo, RunEvent } from '../run-parts.js';

/** A capability by its definition or its id. */
export type CapabilityRef = string | { readonly id: string };

/** The fields of a capability's output beside how it came to be; what is no object stands in `output`. */
export type StoredResult = { result: ResultInfo } & Record<string, unknown>;

/** Stored results: the newest answer of a capability for an input, if the caller may read all that it was made from. */
export interface ResultsService {
  /**
   * Null when there is none. Calls of one tick in the host's threads share a transaction.
   * Errors: `CAPABILITY_NOT_FOUND`, `BAD_USER_INPUT`, `FORBIDDEN`.
   */
  latest(capability: CapabilityRef, input: Record<string, unknown>): Promise<StoredResult | null>;
  /** Those of many inputs in one call and one transaction, in their order: what a list's resolver wants. */
  latestOf(
    capability: CapabilityRef,
    inputs: readonly Record<string, unknown>[],
  ): Promise<(StoredResult | null)[]>;
}

/**
 * What is tried instead of what would be used. A run with a variant, also an empty one, is a trial: it is joined only by
 * an equal one, and its answer is no stored result of the capability.
 */
export interface RunVariant {
  /** A version (`3`) or a label (`candidate`) by the name of the prompt. */
  prompts?: Readonly<Record<string, string>>;
  /** The alias that all its model calls use. */
  model?: string;
  /** The engine that answers, and no other. */
  engine?: Engine;
  /** Given to models that take one. */
  seed?: number;
}

/**
 * Who waits for a run: a person now, nobody in particular, or a batch that takes only what others leave. Of what waits
 * in a tenant the first comes first; batches never take more than half of the places.
 */
export type RunPriority = 'INTERACTIVE' | 'NORMAL' | 'BATCH';

/** How a run is to be made; what is not said is as usual. */
export interface RunOptions {
  /** `NORMAL` by default; `INTERACTIVE` where a field answers a person at once. */
  priority?: RunPriority | null;
  /** It fails with `TIMEOUT` when it has not ended after so many milliseconds, 100 to 300,000. */
  deadlineMs?: number | null;
  /** Given to models that take one, so that they say the same again. */
  seed?: number | null;
  /** What is used whatever would be used now: versions of prompts, an alias of models, an engine. */
  pin?: Omit<RunVariant, 'seed'> | null;
}

/** What is run, and how; `arguments` are parsed by the capability's input. */
export interface RunStart extends RunOptions {
  capability: CapabilityRef;
  arguments: unknown;
  /** The same key of the same actor is the same run. */
  idempotencyKey?: string | null;
  /** Ask again although a result is stored. */
  anew?: boolean;
  /** For `join`: a cursor of the run that is to be gone on with. */
  after?: string | null;
  /** For `start`. */
  variant?: RunVariant | null;
}

/** A run, as those see it who may see all that it was made from. */
export interface RunSummary {
  runId: string;
  capability: string;
  plugin: string;
  state: 'PENDING' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED';
  /** Whether it was started with a variant, a pin or a seed. */
  isTrial: boolean;
  input: unknown;
  /** Null until it has finished. */
  result: AIResult | null;
  /** Why it failed. */
  error: { code: string; message: string } | null;
  /** The documents that it was made from. */
  documentIds: string[];
  /** Such as `summarize@3`. */
  promptVersions: string[];
  /** ISO 8601 in UTC. */
  createdAt: string;
  finishedAt: string | null;
}

/** What one run would take at most. */
export interface RunCosts {
  engine: Engine;
  /** Of one model call; null for the built-in engine. */
  model: string | null;
  /** A decimal string of US dollars; null when the price is not known. */
  estimatedCostUsd: string | null;
  budgetAdmits: boolean;
}

/** How the runs of one group ended in one interval. */
export interface RunOutcomes {
  /** When the interval begins, ISO 8601 in UTC. */
  at: string;
  /** The capability, model or prompt version; null for runs without. */
  group: string | null;
  runs: number;
  answered: number;
  needsReview: number;
  insufficientEvidence: number;
  /** The capability would not answer. */
  refused: number;
  /** A screen blocked the input or the output. */
  blocked: number;
  /** No model answered as the schema has it. */
  schemaFailures: number;
  /** Failed for another reason. */
  failed: number;
}

/** Runs and their streams. Errors: `CURSOR_GONE`, `CURSOR_INVALID`, `NOT_FOUND`, `CAPABILITY_NOT_FOUND`, `BAD_USER_INPUT`. */
export interface RunsService {
  start(request: RunStart): Promise<{ runId: string }>;
  /** The newest run of the same rights, input and versions, running or stored; started only if there is none. */
  join(request: RunStart): Promise<{ runId: string }>;
  /** Replays from the cursor (null: the beginning) and follows until the run ends or the signal does. */
  events(runId: string, after: string | null, signal: AbortSignal): AsyncIterable<RunEvent>;
  cancel(runId: string): Promise<void>;
  /** In the order of the ids, at most 200; null for what does not exist or may not be seen. */
  find(runIds: readonly string[]): Promise<(RunSummary | null)[]>;
  /**
   * Finished runs that the caller may see, those that ended first first; 100 at most. `after` is the id of the last one
   * seen. `everybodys`: all of the tenant, for the plugin's own background work (its actor is the plugin); who keeps
   * something of them keeps the ids of their documents beside it.
   */
  finished(filter: {
    capability?: string | null;
    /** ISO 8601. */
    from?: string | null;
    to?: string | null;
    after?: string | null;
    first?: number;
    everybodys?: boolean;
  }): Promise<RunSummary[]>;
  /**
   * Deletes runs of `ownerOnly` capabilities, and those that were made within them: input, result, events, trace and the
   * texts of their decisions, whose facts and hashes stay on record. One that goes on ends. Of the caller's own; of
   * anybody's for the plugin's own background work.
   */
  forget(runIds: readonly string[]): Promise<void>;
  /** Nothing is started, held or sent. */
  estimate(request: Pick<RunStart, 'capability' | 'arguments'>): Promise<RunCosts>;
  /** How runs ended over time, of the whole tenant and without trials; for who has `analytics:read`. */
  outcomes(question: {
    from: string;
    to: string;
    interval: 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';
    groupBy: 'CAPABILITY' | 'MODEL' | 'PROMPT_VERSION';
  }): Promise<RunOutcomes[]>;
}

/** What a model is asked. */
export interface ModelRequest {
  /** The name of the prompt's file. */
  prompt: string;
  /** A value is text, plain data, or one or many `ContextPart`, which are fitted into the window of the model. */
  variables: Record<string, unknown>;
  /** Instead of the prompt's own. */
  alias?: string;
  /** At most that of the capability. */
  maxOutputTokens?: number;
}

/** A tool that a model is offered. Nothing is called by itself: what the model asks for, the caller may do or not. */
export interface ModelTool {
  readonly name: string;
  /** What it does; the model chooses by it. */
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a model asks for. The arguments are the model's own words: check them. */
export interface ModelToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}

/** One round with tools: what the model said and asked for, and what came of it. */
export interface ToolExchange {
  readonly calls: readonly ModelToolCall[];
  readonly text: string;
  /** Each is given to the model as untrusted data of a tool. A call without one is answered with nothing. */
  readonly results: readonly { readonly callId: string; readonly content: string }[];
}

/** How a turn of a model ended. */
export interface ModelTurn {
  readonly text: string;
  /** Of tools that were offered. */
  readonly calls: readonly ModelToolCall[];
  /** `length`: the text was cut off by its limit, and the result of the run says it. */
  readonly finishReason: 'stop' | 'length' | 'tool-calls';
}

/**
 * Language models by alias, within a run. Errors: `MODEL_FAILED`, `STREAM_INTERRUPTED`, `OUTPUT_SCHEMA`,
 * `OUTPUT_TRUNCATED`, `CONTEXT_TOO_LARGE`, `BUDGET_EXCEEDED`, `PROMPT_NOT_FOUND`, `BAD_USER_INPUT`.
 */
export interface ModelsService {
  /** Yields text as the model writes it. An answer that its limit cut off ends so, and the result of the run says it. */
  stream(request: ModelRequest): AsyncGenerator<EnginePart, void>;
  /** The model's answer as the schema has it; repaired at most once. */
  complete<Schema extends z.ZodType>(request: ModelRequest & { schema: Schema }): Promise<z.infer<Schema>>;
  /**
   * As `complete`, and yields an `ObjectDelta` for each part of the object that grows or changes, as the model writes
   * it; `path` is a JSON Pointer (RFC 6901), `''` the whole. The deltas are not checked, what it returns is.
   */
  streamObject<Schema extends z.ZodType>(
    request: ModelRequest & { schema: Schema },
  ): AsyncGenerator<EnginePart, z.infer<Schema>>;
  /**
   * As `stream`, with tools that the model may ask for; `exchange` is what was asked for and came of it in the rounds
   * before, oldest first. A call of a tool that was not offered is not returned, and recorded as `tool.denied`.
   */
  turn(
    request: ModelRequest & { tools: readonly ModelTool[]; exchange?: readonly ToolExchange[] },
  ): AsyncGenerator<EnginePart, ModelTurn>;
}

/** The prompts of all plugins, by the names of their files. */
export interface PromptsService {
  /**
   * Renders the version that the label `production` stands at; `version` is such as `summarize@3`.
   * Errors: `PROMPT_NOT_FOUND`, `BAD_USER_INPUT` (a variable has no value).
   */
  render(prompt: string, variables: Record<string, unknown>): Promise<{ text: string; version: string }>;
}

/** The capabilities of all plugins. */
export interface CapabilitiesService {
  /**
   * Runs another capability with the caller's rights and waits for its result.
   * Errors: `CAPABILITY_NOT_FOUND`, `BAD_USER_INPUT`, `RUN_FAILED`, and those of the run.
   */
  run(capability: CapabilityRef, input: unknown): Promise<AIResult>;
}

/** A registered operation that is marked `@tool`. */
export interface OperationTool {
  readonly name: string;
  /** SHA-256 in hex of its text: what `execute` takes to run exactly this. */
  readonly hash: string;
  readonly description: string;
  /** Whether it may change something. */
  readonly mutation: boolean;
  /** JSON Schema of its variables. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A registered operation. */
export interface OperationInfo {
  name: string;
  /** SHA-256 in hex of its document. */
  hash: string;
  /** Whether it may change something. */
  mutation: boolean;
  /** The names of its variables. */
  variables: string[];
}

/** Registered operations of the graph: what a plugin changes, it changes by these. */
export interface OperationsService {
  /** What a registered operation is; null when this tenant may not call one of that name or hash. */
  describe(operation: string): Promise<OperationInfo | null>;
  /**
   * Executes a persisted operation (its name or hash) with the actor's rights.
   * Errors: `OPERATION_NOT_FOUND`, `FORBIDDEN`; those of its fields stand in `errors`.
   */
  execute(
    operation: string,
    variables: Record<string, unknown>,
  ): Promise<{ data: unknown; errors: { message: string; code: string }[] }>;
  /**
   * Those marked `@tool` that the caller may call and that fit the graph as it is served now, by name; none without the
   * permission `operations:execute`. What one of them reads or changes needs the caller's rights for that besides.
   */
  tools(): Promise<OperationTool[]>;
}

/* Runs of capabilities: started, executed, logged, paid for. */
import type {
  AIResult,
  CapabilityStep,
  Engine,
  RequestContext,
  RunEvent,
  RunOutcomes,
  RunPart,
  RunSummary,
  RunsService,
  RunVariant,
  Verdict,
} from 'tributary/sdk';
import type { Transaction } from './database.js';

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
  /** Versions of those documents that it was made from: a newer one makes its result old. Empty while it runs. */
  versionIds: string[];
  /** The versions of prompts that it was started with, and is executed with whatever labels move. */
  promptPins: PromptPins;
  /** What a trial tries; null or absent for every other run. */
  variant?: RunVariant | null;
  /** When it fails if it has not ended, ISO 8601; null or absent for never. */
  deadlineAt?: string | null;
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
    run: Omit<RunRow, 'state' | 'epoch' | 'versionIds' | 'result' | 'error' | 'createdAt' | 'finishedAt'>,
  ): Promise<void>;
  /** The newest run with this key that is running or has a stored result; null for none. */
  findJoinable(tx: Transaction, joinKey: string): Promise<RunRow | null>;
  find(tx: Transaction, runId: string): Promise<RunRow | null>;
  /** Takes the run for one attempt: PENDING or RUNNING -> RUNNING with the epoch raised on every take but the first; null when it is finished or cancelled. */
  begin(tx: Transaction, runId: string): Promise<RunRow | null>;
  /** Adds prompts to those that the run was started with; what is pinned already stays. */
  pin(tx: Transaction, runId: string, pins: PromptPins): Promise<void>;
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
      versionIds?: readonly string[];
      /** The prompts that it has used, such as `summarize@3`. */
      promptVersions?: readonly string[];
      /** In place of the input that it was started with: as screening left it. */
      input?: unknown;
    },
  ): Promise<boolean>;
  /** Writes a run that began and ended within one transaction. */
  record(
    tx: Transaction,
    context: RequestContext,
    run: Omit<RunRow, 'epoch' | 'createdAt' | 'finishedAt'> & { promptVersions?: readonly string[] },
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

/** Runs to be read, as the service `runs` shows them. Kept by `capabilities`. */
export interface RunReading {
  find(context: RequestContext, runIds: readonly string[]): Promise<(RunSummary | null)[]>;
  finished(context: RequestContext, filter: Parameters<RunsService['finished']>[0]): Promise<RunSummary[]>;
  outcomes(context: RequestContext, question: Parameters<RunsService['outcomes']>[0]): Promise<RunOutcomes[]>;
  /** Deletes runs that their actor alone sees, with what they said; for that actor, or a plugin's background work. */
  forget(context: RequestContext, runIds: readonly string[]): Promise<void>;
}

/** Answers by the meaning of their questions; a scope holds those that could be answered alike. Kept by `capabilities`. */
export interface SemanticAnswers {
  /** The newest first; vectors have the length 1. */
  newest(
    tx: Transaction,
    scope: string,
    maxAgeMs: number,
    most: number,
  ): Promise<{ runId: string; vector: number[] }[]>;
  /** Keeps the answer of a run that is written; it goes with the run. */
  add(tx: Transaction, answer: { runId: string; scope: string; vector: readonly number[] }): Promise<void>;
}

/** The append-only log of run events. */
export interface RunLog {
  append(tx: Transaction, run: { id: string; epoch: number }, parts: readonly RunPart[]): Promise<void>;
  /** Replays from the cursor (null: the beginning), then follows until the terminal part. `CURSOR_GONE`, `CURSOR_INVALID`. */
  follow(tenant: string, runId: string, after: string | null, signal: AbortSignal): AsyncIterable<RunEvent>;
  runOf(cursor: string): string;
}

/** A version of a prompt, with the prompts that it is composed of put in. */
export interface PromptVersion {
  id: string;
  prompt: string;
  version: number;
  text: string;
  /** Front matter: variables, sources, alias, maxOutputTokens, temperature, seed. */
  settings: Record<string, unknown>;
  /** The versions that it is composed of, such as `style@2`. */
  parts?: readonly string[];
}
/** Versions of prompts by the names of the prompts: their ids. */
export type PromptPins = Readonly<Record<string, string>>;
export interface PinnedPrompts {
  pins: PromptPins;
  /** The same versions as people call them, such as `summarize@3`, sorted. */
  names: string[];
}
/** Kept by `capabilities`; seeded from the plugins' files. */
export interface Prompts {
  seed(
    prompts: readonly { plugin: string; prompt: string; text: string; settings: Record<string, unknown> }[],
  ): Promise<void>;
  /** What the label stands at for the tenant; throws `PROMPT_NOT_FOUND`, `PROMPT_INVALID`. */
  current(tx: Transaction, prompt: string, label?: string): Promise<PromptVersion>;
  /**
   * The versions that a run with this input is to use: of the prompts and of what they are composed of, as an experiment
   * or else the label `production` has it. Throws `PROMPT_NOT_FOUND`.
   */
  pin(tx: Transaction, prompts: readonly string[], inputHash: string): Promise<PinnedPrompts>;
  /**
   * The same pins, but for these prompts: a version by its number, or where a label stands. Throws `PROMPT_NOT_FOUND`.
   */
  repin(
    tx: Transaction,
    pinned: PinnedPrompts,
    wanted: Readonly<Record<string, string>>,
  ): Promise<PinnedPrompts>;
  /** A prompt as it was pinned, wherever labels stand now; throws `PROMPT_NOT_FOUND`, `PROMPT_INVALID`. */
  pinned(tx: Transaction, pins: PromptPins, prompt: string): Promise<PromptVersion>;
}

/** What a run would take at most, before it is started. */
export interface RunEstimate {
  /** Whether an equal run goes on or has a stored result: joining it costs nothing. */
  isStored: boolean;
  engine: Engine;
  /** Of one model call. */
  model: string | null;
  inputTokens: number;
  maxOutputTokens: number;
  /** Dollars as a decimal string; null when the price is not known. */
  estimatedCostUsd: string | null;
  /** Whether the budgets have room for it now; if not, when the next period begins. */
  budgetAdmits: boolean;
  resetsAt: string | null;
}

export interface CapabilityRun {
  capability: string;
  input: unknown;
  context: RequestContext;
  signal: AbortSignal;
  /** A run row that exists already (started through the graph); else one is made. */
  runId?: string;
  anew?: boolean;
  /** What it tries, with a row. */
  variant?: RunVariant | null;
  /** When it fails if it has not ended, in milliseconds since the epoch. With a row. */
  deadline?: number | null;
  /** Its actor alone sees it, as the run within which it is made. */
  ownerOnly?: boolean;
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
  /** What rules in shadow said, item by item: without effect. */
  shadowVerdicts?: Verdict[][];
  /** The facts that the rules were given beside those of the items. */
  ruleFacts?: Record<string, unknown>;
}
/** Executes capabilities where plugin code runs (the worker). */
export interface CapabilityRunner {
  execute(run: CapabilityRun): Promise<RunOutcome>;
  /** The capability that fills a step for this tenant, or null. */
  stepCapability(step: CapabilityStep, tenant: string): string | null;
}

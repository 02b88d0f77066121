import type { z } from 'zod';
import { define } from './define.js';
import type { EventName, EventPayload } from './events/index.js';
import type { EnginePart, ExpectedOutcome } from './run-parts.js';
import type { Granted, ServiceName } from './services/index.js';
import { type CapabilityStep, type StepOutput, stepInput, stepOutputs } from './steps.js';

/** What an engine's third argument tells about its run. */
export interface EngineRun {
  /** UUID. */
  readonly runId: string;
  /** On whose behalf it runs: `user:<id>`, `key:<id>`, `plugin:<id>`. */
  readonly actor: string;
  /** Ends when the run is cancelled or its deadline passes. */
  readonly signal: AbortSignal;
}

/** Yields text and parts; returns the output, an expected outcome, or nothing (then the text is `output.text`). */
export type EngineGenerator<Output> = AsyncGenerator<EnginePart, Output | ExpectedOutcome | void>;

/**
 * When a stored answer is given to a question that was put in other words. Tenant, rights, versions and all the rest of
 * the input must be equal; the capability's own questions decide the threshold, so measure it.
 */
export interface SemanticCache<Text extends string = string> {
  /** The property of the input that is compared by meaning; a string. */
  readonly text: Text;
  /** The cosine from which two questions are taken for one; 0.95 is a careful beginning. */
  readonly threshold: number;
  /** How old an answer may be; a day at most, which is also the default. */
  readonly maxAgeMs?: number;
}

/** A capability, as its author writes it; it has at least one engine. */
export interface CapabilityDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Needs extends ServiceName = ServiceName,
  Events extends EventName = EventName,
> {
  /** Unique in the system; lower-case words joined by dots or hyphens. */
  readonly id: string;
  readonly description: string;
  /** The services that the engines get, and no others. */
  readonly needs: readonly Needs[];
  readonly input: Input;
  readonly output: Output;
  /** `streamed` shows text while it is made; `checked` only after validation, grounding and rules. */
  readonly publish?: 'streamed' | 'checked';
  /** Citations must quote the cited place exactly; else the result is `NeedsReview`. */
  readonly grounded?: boolean;
  /**
   * It judges texts as they were written: its input and output are not screened, and a prompt must mark them as data.
   * Has no effect in a plugin that runs in a thread of its own.
   */
  readonly inspects?: boolean;
  /** Its runs are seen by those who started them alone, not by others with the same rights; none are shared. */
  readonly ownerOnly?: boolean;
  /**
   * What answers when the model fails before any of its text was shown: `built-in` (as if nothing is said) the built-in
   * engine, `none` nothing, so that the run fails. Without a configured model the built-in engine always answers.
   */
  readonly fallback?: 'built-in' | 'none';
  /** Also gives the answer to a question that means the same; needs an embedding model. */
  readonly semanticCache?: SemanticCache;
  /** The highest number of output tokens that one model call may bill (reserves budget). */
  readonly maxOutputTokens?: number;
  /** Also run as a job after these events; the input is made by `inputOf`, by default `{ documentId }` of the payload. */
  readonly on?: readonly Events[];
  /** The input that an event of `on` stands for. */
  inputOf?(event: EventPayload<Events>): z.input<Input>;
  /** Ids of the documents that this input concerns: rights of a stored result, the document of its decision. */
  documentsOf?(input: z.output<Input>): readonly string[];
  /** Answers with a language model; used when one is configured. */
  model?(input: z.output<Input>, services: Granted<Needs>, run: EngineRun): EngineGenerator<z.input<Output>>;
  /** Answers without one: deterministic, the same output for the same input. */
  builtIn?(
    input: z.output<Input>,
    services: Granted<Needs>,
    run: EngineRun,
  ): EngineGenerator<z.input<Output>>;
}

/** Any capability, as the host handles it. */
export type AnyCapability = CapabilityDefinition;

/** Declares an AI function with a typed input and output that completes or streams. */
export function defineCapability<
  Input extends z.ZodType,
  Output extends z.ZodType,
  const Needs extends ServiceName,
  const Events extends EventName = EventName,
>(
  definition: CapabilityDefinition<Input, Output, Needs, Events> & {
    semanticCache?: SemanticCache<Extract<keyof z.output<Input>, string>>;
  },
): CapabilityDefinition<Input, Output, Needs, Events> {
  return define(definition);
}

/** A capability that fills a step: its input and output are the step's. */
export interface StepDefinition<Step extends CapabilityStep = CapabilityStep> {
  readonly step: Step;
  readonly capability: AnyCapability;
}

/** Binds a capability to a step of ingestion. Give the step's own `stepInput` and `stepOutputs[step]` to the capability. */
export function defineStep<
  Step extends CapabilityStep,
  Needs extends ServiceName,
  Events extends EventName,
>(definition: {
  step: Step;
  capability: CapabilityDefinition<typeof stepInput, (typeof stepOutputs)[Step], Needs, Events>;
}): StepDefinition<Step> {
  return Object.freeze(definition);
}
export type { StepOutput };

/** One finding of a screen. */
export interface ScreenFinding {
  kind: string;
  severity: 'INFO' | 'LOW' | 'MEDIUM' | 'HIGH';
  rule: string;
  ruleVersion: number;
}
/** What a screen says of a text. `REVIEW`: it may be shown, but the result waits for a person. */
export interface ScreenVerdict {
  verdict: 'ALLOW' | 'MODIFY' | 'REVIEW' | 'BLOCK';
  /** The text to go on with; another than was given when something was taken out. */
  text: string;
  findings: ScreenFinding[];
  /** The policy that decided, with its version; recorded with the verdict. */
  policy?: string;
}

/** How texts are screened: pure and fast, called in the thread of the run. */
export interface TextScreen {
  screenInput(text: string): ScreenVerdict;
  screenOutput(text: string): ScreenVerdict;
  /** Screens text while it streams; holds back at most 64 characters (code points). */
  openStream(): { push(delta: string): ScreenVerdict; end(): ScreenVerdict };
  /** Where a text holds what models are given placeholders for (UTF-16 indices); without it they are given all as it is. */
  personalData?(text: string): readonly { kind: string; start: number; end: number }[];
}

/** Fills the screening hook of the capability runner. */
export interface ScreenDefinition extends TextScreen {
  readonly id: string;
  readonly version: number;
  /**
   * The screen for a tenant with these settings of the plugin, defaults filled in. Asked once for each state of the
   * settings; without it all tenants are screened alike.
   */
  configure?(settings: Readonly<Record<string, unknown>>): TextScreen;
}
/** Declares a screen. Only plugins in the threads of the host have some, for they are asked synchronously. */
export function defineScreen(definition: ScreenDefinition): ScreenDefinition {
  return Object.freeze(definition);
}

import type { z } from 'zod';
import type { EventName, EventPayload } from './events/index.js';
import type { EnginePart, ExpectedOutcome } from './run-parts.js';
import type { Granted, ServiceName } from './services.js';
import { type CapabilityStep, type StepOutput, stepInput, stepOutputs } from './steps.js';

/** What an engine's third argument tells about its run. */
export interface EngineRun {
  readonly runId: string;
  readonly signal: AbortSignal;
}

export type EngineGenerator<Output> = AsyncGenerator<EnginePart, Output | ExpectedOutcome | void>;

export interface CapabilityDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Needs extends ServiceName = ServiceName,
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
  /** The highest number of output tokens that one model call may bill (reserves budget). */
  readonly maxOutputTokens?: number;
  /** Also run as a job after these events; the input is made by `inputOf`, by default `{ documentId }` of the payload. */
  readonly on?: readonly EventName[];
  inputOf?(event: EventPayload<EventName>): z.input<Input>;
  /** Ids of the documents that this input concerns: rights of a stored result, the document of its decision. */
  documentsOf?(input: z.output<Input>): readonly string[];
  model?(input: z.output<Input>, services: Granted<Needs>, run: EngineRun): EngineGenerator<z.input<Output>>;
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
>(definition: CapabilityDefinition<Input, Output, Needs>): CapabilityDefinition<Input, Output, Needs> {
  return Object.freeze({ ...definition });
}

/** A capability that fills a step: its input and output are the step's. */
export interface StepDefinition<Step extends CapabilityStep = CapabilityStep> {
  readonly step: Step;
  readonly capability: AnyCapability;
}

/** Binds a capability to a step of ingestion. Give the step's own `stepInput` and `stepOutputs[step]` to the capability. */
export function defineStep<Step extends CapabilityStep, Needs extends ServiceName>(definition: {
  step: Step;
  capability: CapabilityDefinition<typeof stepInput, (typeof stepOutputs)[Step], Needs>;
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
export interface ScreenVerdict {
  verdict: 'ALLOW' | 'MODIFY' | 'BLOCK';
  /** The text to go on with when the verdict is `MODIFY`. */
  text: string;
  findings: ScreenFinding[];
}

/** Fills the screening hook of the capability runner: pure and fast, called in the thread of the run. */
export interface ScreenDefinition {
  readonly id: string;
  readonly version: number;
  screenInput(text: string): ScreenVerdict;
  screenOutput(text: string): ScreenVerdict;
  /** Screens text while it streams; holds back at most 64 characters (code points). */
  openStream(): { push(delta: string): ScreenVerdict; end(): ScreenVerdict };
}
export function defineScreen(definition: ScreenDefinition): ScreenDefinition {
  return Object.freeze(definition);
}

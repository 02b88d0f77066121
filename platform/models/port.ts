import type { ModelsService, RequestContext } from 'tributary/sdk';
import type {
  Embedder,
  EmbeddingModel,
  ModelCall,
  Price,
  PromptVersion,
  SpanScope,
  TokenUsage,
} from '#platform';
import type { AssembledPrompt } from './context/assembled-prompt.js';
import type { ChatMessage, ChatRequest } from './providers/provider.js';

/** The alias that prompts without one of their own use. */
export const defaultAlias = 'chat';

/** Of whom an alias is asked: routes may differ by tenant and capability. */
export interface RouteScope {
  readonly tenant: string;
  readonly capability: string;
}

/** Which models are configured, by alias. */
export interface ModelNames {
  /**
   * What could answer for an alias: the names of the models of all its targets in turn, as one text for keys; null
   * when there is no such alias.
   */
  modelOf(alias: string, scope?: RouteScope): string | null;
}

/** Which models are configured, and a text that changes when another could answer. */
export interface ModelConfiguration extends ModelNames {
  /** What could answer for any alias, as one text for keys. */
  version(scope: RouteScope): string;
  /** What would be asked first. @throws AppError `MODEL_FAILED` without such an alias */
  target(alias: string, scope: RouteScope, inputTokens: number): TargetInfo;
}

/** The run that calls models: on whose behalf, until when, and who pays. */
export interface ModelCaller {
  readonly context: RequestContext;
  /** Id of the capability. */
  readonly capability: string;
  readonly plugin: string;
  readonly signal: AbortSignal;
  /** Instead of those that requests and prompts name. */
  readonly alias?: string;
  /** Instead of that of prompts. */
  readonly seed?: number;
  /** The highest number of output tokens that one call may bill. */
  readonly maxOutputTokens: number;
  /** Where the spans of its calls begin. */
  readonly span: SpanScope;
  /** Whether a built-in engine stands behind: then also a target that is the only one rests when it fails. */
  readonly allowBuiltIn: boolean;
  /** Before each attempt: holds what it may cost at most, and says of how many tokens that was made. @throws AppError `BUDGET_EXCEEDED` */
  reserve(
    callId: string,
    nanoUsd: bigint,
    expected?: { readonly inputTokens: number; readonly outputTokens: number },
  ): Promise<void>;
  /** After each attempt, also one that failed or was cancelled. Gives back what it held and did not use. */
  used(call: ModelCall): Promise<void>;
  /** Null when nobody entered one. */
  price(model: { provider: string; model: string }): Promise<Price | null>;
  /** The version of a prompt that is in use; the same for the whole run. */
  prompt(name: string): Promise<PromptVersion>;
  /** Told of each prompt that an answer is made from: which span came from where, and what did not fit. */
  assembled?(prompt: AssembledPrompt): void;
  /** Told that an answer was cut off by its limit of tokens: it may not be shown as whole. */
  cutOff?(): void;
  /** Told that a model called a tool that it was not offered; nothing is done. */
  toolDenied?(tool: string): void;
  /** Hides personal data from models, and puts it back into what they say. */
  readonly pseudonyms?: {
    hide(text: string): string;
    open(): { push(text: string): string; end(): string };
  } | null;
  /** A canary that stands in the instructions of each prompt, and who is told of the instructions: what finds a leak. */
  readonly secret?: { readonly canary: string; given(instructions: string): void };
}

/** A prompt that is made for each target when that is about to be asked, for their windows differ. */
export interface FittedPrompt {
  /** Of all of it, also of what will be left out; routes go by it. */
  readonly bytes: number;
  /**
   * The messages for a target, which leave as many tokens of its window as the answer and what else is sent may take.
   * @throws AppError `CONTEXT_TOO_LARGE` when nothing more can be left out
   */
  messagesFor(target: TargetInfo, taken: number): readonly ChatMessage[];
  /** Told when of an answer to the messages that were made last something is passed on, at least once. */
  answered(): void;
}

/** One request to whatever stands behind an alias. */
export interface CallRequest extends Omit<ChatRequest, 'messages'> {
  readonly alias: string;
  readonly promptVersion: string | null;
  /** As they are, or made for the target. */
  readonly messages: readonly ChatMessage[] | FittedPrompt;
  /** Said behind them, such as an answer that is to be mended. */
  readonly followedBy?: readonly ChatMessage[];
  /**
   * Nothing is passed on before the answer has ended well, so that one that breaks in the middle can be tried again.
   * For who shows nothing of it before.
   */
  readonly whole?: boolean;
  /** The most characters that are kept of an answer that is passed on as a whole. */
  readonly longestAnswer?: number;
}

/** What a call streams. After `resumed` another target goes on; what came before stays as it is. */
export type CallPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly arguments: unknown }
  | { readonly type: 'resumed'; readonly target: string };

/** How a call ended. `length`: the answer is cut short, and may not be shown as whole. */
export interface CallEnd {
  readonly text: string;
  readonly finishReason: 'stop' | 'length' | 'tool-calls';
  /** Of the attempt that ended it. */
  readonly usage: TokenUsage;
  readonly target: string;
  readonly model: string;
  /** The most it was allowed to write. */
  readonly maxOutputTokens: number;
}

/** What is known of a target before it is asked. */
export interface TargetInfo {
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** What fits into its window, prompt and answer together; null when it is not known. */
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
  /** How it takes a schema: natively, as any JSON object, or only in words. */
  readonly structured: 'schema' | 'object' | 'none';
}

/** The chain: one retry owner and one deadline over all targets of an alias. */
export interface ModelChain extends ModelNames {
  /**
   * One answer, streamed. Nothing is tried again once a part was passed on.
   * @throws AppError `MODEL_FAILED`, `STREAM_INTERRUPTED`, `BUDGET_EXCEEDED`, `CONTENT_REFUSED`, `CONTEXT_TOO_LONG`, `CONTEXT_TOO_LARGE`,
   * `TIMEOUT`
   */
  callModel(request: CallRequest, caller: ModelCaller): AsyncGenerator<CallPart, CallEnd>;
  /** The targets that would be asked, the first one first. @throws AppError `MODEL_FAILED` without such an alias */
  targets(alias: string, scope: RouteScope, inputTokens: number): readonly TargetInfo[];
  /** Ends what it does besides calls: loading the libraries of targets that were not asked yet. */
  close(): Promise<void>;
}

/** The model layer: prompts to answers, by the providers that are configured. */
export interface ModelLayer extends ModelConfiguration {
  serve(caller: ModelCaller): ModelsService;
  /** Null without an embedding model. */
  readonly embedder: Embedder | null;
  /** What new vectors are made by; null without an embedding model. */
  readonly embeddingModel: EmbeddingModel | null;
  close(): Promise<void>;
}

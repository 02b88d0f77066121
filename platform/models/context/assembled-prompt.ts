import type { ChatMessage, Provenance } from '../providers/provider.js';

/** A run of characters of the final prompt with one origin; everything but `system` is untrusted. */
export interface PromptSpan {
  /** Which message it stands in, from 0. */
  readonly message: number;
  /** Code points of the whole prompt (the contents of all messages one after another), end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly source: Provenance;
  /** What it was read from, such as the id of a document or chunk. */
  readonly id: string | null;
}

/** A part of the context that did not fit as a whole. */
export interface TruncatedPart {
  readonly source: Provenance;
  readonly id: string | null;
  /** Estimated tokens that were left out. */
  readonly tokens: number;
  /** Nothing of it is left. */
  readonly dropped: boolean;
}

/** A prompt as it is sent: it fits the window, and of every span is known where it came from. */
export interface AssembledPrompt {
  /** Such as `summarize@3`. */
  readonly promptVersion: string;
  readonly messages: readonly ChatMessage[];
  readonly spans: readonly PromptSpan[];
  readonly truncated: readonly TruncatedPart[];
  /** Estimated tokens of all messages, and the most that fitted. */
  readonly tokens: number;
  readonly maxTokens: number | null;
}

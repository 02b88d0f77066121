import { AppError, type Granted, type ModelTool } from 'tributary/sdk';
import type { Passages } from '../engine/passages.js';

/** What tools are made of. */
export type ToolServices = Granted<'search' | 'documents' | 'capabilities' | 'operations'>;

/** What a call came to. */
export interface ToolAnswer {
  /** For readers: plain JSON. */
  readonly data: unknown;
  /** For the model; data to it. */
  readonly content: string;
  /** A run that was made for it, with which it is forgotten. */
  readonly runId?: string;
}

/** A tool of one turn. */
export interface AssistantTool extends ModelTool {
  /** Whether it may change something: then it waits for an approval. */
  readonly mutation: boolean;
  /** Names exactly what is called: for an operation the hash of its text. */
  readonly version: string;
  /** Whether the same call with the same key is made once, however often it is sent. */
  readonly takesKey: boolean;
  /**
   * Calls it with the caller's own rights.
   * Errors: `NOT_FOUND`, `FORBIDDEN`, `TOOL_FAILED`, and those of what is called.
   */
  call(given: Record<string, unknown>, tools: ToolServices, about: CallAbout): Promise<ToolAnswer>;
}

export interface CallAbout {
  /** Passages that are shown get their numbers here. */
  readonly passages: Passages;
  /** The same for each attempt at one call. */
  readonly key: string;
}

/**
 * Whether an error is the tool's: it is told, and the turn goes on. Any other (the part is to end, the database is away,
 * a fault of ours) ends the part, which another attempt or its reader then knows of.
 */
export const isOfTheTool = (error: unknown, signal: AbortSignal): error is AppError =>
  !signal.aborted && error instanceof AppError && error.code !== 'DATABASE_UNAVAILABLE';

/** The most that a model is shown of one result. */
const longestContent = 6_000;

/** A result as a model is shown it. */
export function contentOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length <= longestContent ? text : `${text.slice(0, longestContent)} … (cut)`;
}

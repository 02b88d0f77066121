import type { RequestContext } from 'tributary/sdk';
import type { PromptPins, RunRow, RunState, Transaction } from '#platform';
import type { ParsedInput } from '#platform/plugin-host';
import type { Publisher } from './publisher.js';

/** How a run stands in the database while it goes on: watched and streaming, or written whole at its end. */
export interface RunFrame {
  readonly runId: string;
  readonly epoch: number;
  readonly publisher: Publisher;
  /** The versions, at its beginning, of the documents that its input names. */
  readonly versions: Iterable<readonly [document: string, version: string]>;
  /** The versions of prompts that it was started with. */
  readonly pins: PromptPins;
  /** Whether it has a row already. */
  readonly isStored: boolean;
  /** Ends when the run is cancelled, when another worker took it, or when the job has to stop. */
  readonly signal: AbortSignal;
  /** Writes the end in the final transaction; false when the run is another's, or over. */
  end(
    tx: Transaction,
    end: {
      state: RunState;
      result: RunRow['result'];
      error: RunRow['error'];
      documentIds: readonly string[];
      versionIds: readonly string[];
      promptVersions: readonly string[];
      /** As it is kept; as it was given when this is left out. */
      input?: unknown;
    },
  ): Promise<boolean>;
  close(): void;
}

/** A run before it has an engine. */
export interface OpenRun extends ParsedInput {
  context: RequestContext;
  frame: RunFrame;
}

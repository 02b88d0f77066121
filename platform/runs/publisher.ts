import type { RunPart } from 'tributary/sdk';

/** Where the parts of a run go while it runs. */
export interface Publisher {
  /** Resolves when there is room for more: an engine never runs far ahead of its readers. */
  publish(part: RunPart): Promise<void>;
  /** Whether a reader may have seen a part of the answer. */
  readonly published: boolean;
  /** Ends publishing; the parts that nobody has seen go into the run's final transaction. */
  rest(): Promise<RunPart[]>;
  /** Forgets what nobody has seen. */
  discard(): Promise<void>;
}

/** Joins text that follows text, so that the log holds few and fuller parts. */
export function appendPart(parts: RunPart[], part: RunPart): void {
  const last = parts.at(-1);
  if (part.type === 'TextDelta' && last?.type === 'TextDelta' && !part.resumed) {
    parts[parts.length - 1] = { ...last, text: last.text + part.text };
  } else {
    parts.push(part);
  }
}

/** Keeps everything for the final transaction: for runs that nobody watches, and for text that must be checked first. */
export class HoldingPublisher implements Publisher {
  readonly published = false;
  #parts: RunPart[] = [];

  async publish(part: RunPart): Promise<void> {
    appendPart(this.#parts, part);
  }

  async rest(): Promise<RunPart[]> {
    return this.#parts;
  }

  async discard(): Promise<void> {
    this.#parts = [];
  }
}

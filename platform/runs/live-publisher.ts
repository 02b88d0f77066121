import type { RunPart } from 'tributary/sdk';
import { appendPart, type Publisher } from './publisher.js';

/** How long parts wait for others to be written with them. */
const flushAfterMs = 25;
/** Above this the engine waits until the database has taken what there is. */
const mostPending = 64;
const mostPendingLength = 16_384;
/** What a reader takes for a part of the answer. */
const shown: ReadonlySet<RunPart['type']> = new Set([
  'TextDelta',
  'ObjectDelta',
  'ToolCall',
  'ToolResult',
  'Citation',
]);

/** Writes parts in small batches, each in a transaction of its own, one after the other. */
export class LivePublisher implements Publisher {
  readonly #write: (parts: readonly RunPart[]) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #pending: RunPart[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #error: unknown = null;
  published = false;

  /** `failed` is told at once when a batch could not be written; every later call throws the same. */
  constructor(write: (parts: readonly RunPart[]) => Promise<void>, failed: (error: unknown) => void) {
    this.#write = write;
    this.#failed = failed;
  }

  async publish(part: RunPart): Promise<void> {
    this.#expectWritten();
    this.published ||= shown.has(part.type);
    appendPart(this.#pending, part);
    this.#length += part.type === 'TextDelta' ? part.text.length : 256;
    if (this.#pending.length > mostPending || this.#length > mostPendingLength) await this.#flush();
    else this.#timer ??= setTimeout(() => void this.#flush(), flushAfterMs);
  }

  async rest(): Promise<RunPart[]> {
    this.#stopTimer();
    await this.#writing;
    this.#expectWritten();
    return this.#take();
  }

  async discard(): Promise<void> {
    this.#stopTimer();
    this.#take();
    await this.#writing;
  }

  #flush(): Promise<void> {
    this.#stopTimer();
    this.#writing = this.#writing.then(async () => {
      const parts = this.#take();
      if (parts.length === 0 || this.#error !== null) return;
      await this.#write(parts).catch((error: unknown) => {
        this.#error = error;
        this.#failed(error);
      });
    });
    return this.#writing;
  }

  #take(): RunPart[] {
    const parts = this.#pending;
    this.#pending = [];
    this.#length = 0;
    return parts;
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #expectWritten(): void {
    if (this.#error !== null) throw this.#error;
  }
}

import type { SpanExport, SpanTree } from '#platform';
import type { Metrics } from '../metrics.js';

/** Sends some trees; resolves with whether they were taken. Never rejects, and ends within a time of its own. */
export interface Sender {
  send(trees: readonly SpanTree[]): Promise<boolean>;
  close(): void;
}

export interface SpanQueueOptions {
  /** The most spans that wait. */
  mostWaiting: number;
  /** The most spans of one packet. */
  mostTogether: number;
  /** How long spans wait for others. */
  everyMs: number;
}

export const usualQueue: SpanQueueOptions = { mostWaiting: 4096, mostTogether: 512, everyMs: 1000 };

/**
 * Spans on their way to a collector: one packet at a time, in the background. While the collector is slow or gone the
 * queue fills up, and what comes then is dropped and counted.
 */
export class SpanQueue implements SpanExport {
  readonly #sender: Sender;
  readonly #metrics: Pick<Metrics, 'spansDropped' | 'spansExported'>;
  readonly #options: SpanQueueOptions;
  #waiting: SpanTree[] = [];
  #count = 0;
  #timer: NodeJS.Timeout | null = null;
  #soon: NodeJS.Immediate | null = null;
  #sending: Promise<void> | null = null;
  #isClosed = false;

  constructor(
    sender: Sender,
    metrics: Pick<Metrics, 'spansDropped' | 'spansExported'>,
    options: SpanQueueOptions = usualQueue,
  ) {
    this.#sender = sender;
    this.#metrics = metrics;
    this.#options = options;
  }

  export(tree: SpanTree): void {
    const { length } = tree.spans;
    if (this.#isClosed || this.#count + length > this.#options.mostWaiting) {
      this.#metrics.spansDropped.inc({ reason: 'queue' }, length);
      return;
    }
    this.#waiting.push(tree);
    this.#count += length;
    this.#timer ??= setTimeout(() => this.#due(), this.#options.everyMs).unref();
    // A full packet need not wait, but whoever brought its last span does not send it either.
    if (this.#count >= this.#options.mostTogether) this.#soon ??= setImmediate(() => this.#due());
  }

  async close(deadlineMs: number): Promise<void> {
    this.#isClosed = true;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, deadlineMs);
    await Promise.race([this.#drain(), late.promise]);
    clearTimeout(timer);
    this.#sender.close();
    // What is being sent counts as lost only when its sending fails.
    if (this.#count > 0) this.#metrics.spansDropped.inc({ reason: 'shutdown' }, this.#count);
    this.#waiting = [];
    this.#count = 0;
  }

  #due(): void {
    void this.#drain();
  }

  #drain(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#soon) clearImmediate(this.#soon);
    this.#timer = null;
    this.#soon = null;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const trees = this.#take();
      const spans = trees.reduce((sum, tree) => sum + tree.spans.length, 0);
      if (await this.#sender.send(trees)) this.#metrics.spansExported.inc(spans);
      else this.#metrics.spansDropped.inc({ reason: 'collector' }, spans);
    }
  }

  #take(): SpanTree[] {
    const taken: SpanTree[] = [];
    let spans = 0;
    for (const tree of this.#waiting) {
      if (taken.length > 0 && spans + tree.spans.length > this.#options.mostTogether) break;
      taken.push(tree);
      spans += tree.spans.length;
    }
    this.#waiting = this.#waiting.slice(taken.length);
    this.#count -= spans;
    return taken;
  }
}

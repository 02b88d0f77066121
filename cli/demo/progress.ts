import { type Client, ClientError } from 'tributary/client';
import type { WatchedDocument } from './document-data.js';
import { documentState, watchDocuments } from './operations/index.js';

const ended: ReadonlySet<string> = new Set(['READY', 'NEEDS_REVIEW', 'QUARANTINED', 'FAILED']);
const lookAgainMs = 2_000;

/** Follows documents until each has ended. Told of every change; looks itself now and then, since live events may be lost. */
export class Progress {
  readonly #states = new Map<string, WatchedDocument>();
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  #wake = Promise.withResolvers<void>();

  constructor(
    private readonly client: Client,
    private readonly onChange: (document: WatchedDocument) => void,
  ) {
    this.#watching = this.#watch();
  }

  /** Resolves when all of these have ended. */
  async untilEnded(ids: readonly string[]): Promise<void> {
    for (;;) {
      const open = ids.filter((id) => !ended.has(this.#states.get(id)?.status ?? ''));
      if (open.length === 0) return;
      const timer = setTimeout(() => void this.#look(open), lookAgainMs);
      await this.#wake.promise;
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        const changes = this.client.subscribe(watchDocuments, {}, { signal: this.#stop.signal });
        for await (const { documentChanged } of changes) this.#note(documentChanged);
      } catch (error) {
        if (!(error instanceof ClientError && error.retryable)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  async #look(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const { document } = await this.client.request(documentState, { id }).catch(() => ({ document: null }));
      if (document) this.#note(document);
    }
    this.#ring();
  }

  #note(document: WatchedDocument): void {
    this.#states.set(document.id, document);
    this.onChange(document);
    this.#ring();
  }

  #ring(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }
}

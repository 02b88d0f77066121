import { AppError } from 'tributary/sdk';

export interface QueueSource {
  /** Nothing more shall be sent for now, or again. */
  pause(): void;
  resume(): void;
  /** Called once, when the reader is through or the source has to stop. */
  close(): void;
}

const pauseAt = 256;
const resumeAt = 64;
/** What a socket may hold when it is paused is less; one that sends on is cut off. */
const most = 4096;
/** A reader that takes nothing for so long, while events wait, is told to come back. */
const patienceMs = 15_000;

/** Events between a socket and a reader. A full queue holds the socket up; a reader that stands still loses it. */
export class EventQueue<Event> {
  readonly #source: QueueSource;
  readonly #patienceMs: number;
  readonly #waiting: Event[] = [];
  #wake: (() => void) | null = null;
  #end: AppError | 'complete' | null = null;
  #isClosed = false;
  #isPaused = false;
  #patience: NodeJS.Timeout | null = null;

  constructor(source: QueueSource, options: { patienceMs?: number } = {}) {
    this.#source = source;
    this.#patienceMs = options.patienceMs ?? patienceMs;
  }

  push(event: Event): void {
    if (this.#end !== null) return;
    this.#waiting.push(event);
    if (this.#waiting.length > most) this.end(new AppError('SLOW_CONSUMER'));
    else if (!this.#isPaused && this.#waiting.length >= pauseAt) this.#pause();
    this.#wake?.();
  }

  /** What waits is still read, then the error is thrown, if there is one. */
  end(error: AppError | null): void {
    this.#end ??= error ?? 'complete';
    this.#wake?.();
    this.#close();
  }

  /** The next event; null at the end. */
  async next(): Promise<Event | null> {
    while (this.#waiting.length === 0 && this.#end === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      this.#wake = null;
    }
    const event = this.#waiting.shift();
    if (event !== undefined) {
      this.#taken();
      return event;
    }
    const end = this.#end;
    this.#end = 'complete';
    if (end instanceof AppError) throw end;
    return null;
  }

  /** The reader leaves. */
  leave(): void {
    this.#waiting.length = 0;
    this.end(null);
  }

  #taken(): void {
    if (!this.#isPaused) return;
    this.#patience?.refresh();
    if (this.#waiting.length > resumeAt || this.#end !== null) return;
    this.#isPaused = false;
    this.#stopWaiting();
    this.#source.resume();
  }

  #pause(): void {
    this.#isPaused = true;
    this.#source.pause();
    this.#patience = setTimeout(() => this.end(new AppError('SLOW_CONSUMER')), this.#patienceMs);
    this.#patience.unref();
  }

  #stopWaiting(): void {
    if (this.#patience) clearTimeout(this.#patience);
    this.#patience = null;
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopWaiting();
    this.#source.close();
  }
}

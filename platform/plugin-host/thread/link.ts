import type { MessagePort } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import { LinkAnswer } from './link-answer.js';
import { LinkCall } from './link-call.js';
import { type ErrorForms, pack, unpack, type WireError } from './wire.js';

/** What travels over a link. Each side numbers its own calls. */
export type LinkMessage =
  | { type: 'call'; id: number; name: string; payload: Uint8Array; isStream: boolean }
  /** The caller can take so many parts more. */
  | { type: 'more'; id: number; parts: number }
  | { type: 'stop'; id: number }
  | { type: 'part'; id: number; value: Uint8Array }
  | { type: 'value'; id: number; value: Uint8Array }
  | { type: 'failed'; id: number; error: WireError };

/** Answers a call: with a value, or for a stream with a generator of its parts that returns its value. */
export type Answer = (
  name: string,
  payload: unknown,
  call: { signal: AbortSignal; isStream: boolean },
) => Promise<unknown> | AsyncGenerator<unknown, unknown>;

export interface LinkOptions {
  readonly plugin: string;
  readonly messageBytes: number;
  readonly errors: ErrorForms;
  readonly answer: Answer;
  /** Told how many calls are being answered. */
  onBusy?(calls: number): void;
}

/**
 * Calls both ways over a port: values, and streams whose reader says how much it can take. Both sides are the same;
 * what crosses is plain data.
 */
export class Link {
  readonly #port: MessagePort;
  readonly #options: LinkOptions;
  readonly #calls = new Map<number, LinkCall>();
  readonly #answers = new Map<number, LinkAnswer>();
  #newest = 0;
  #outgoing: LinkMessage[] = [];
  #closed: AppError | null = null;

  constructor(port: MessagePort, options: LinkOptions) {
    this.#port = port;
    this.#options = options;
    port.on('message', (messages: LinkMessage[]) => {
      try {
        for (const message of messages) this.#receive(message);
      } catch (cause) {
        // Code of the plugin may have spoken in place of the other end.
        this.close(new AppError('PLUGIN_FAULT', { plugin: options.plugin }, { cause }));
      }
    });
  }

  async call(name: string, payload: unknown, signal?: AbortSignal): Promise<unknown> {
    const call = this.#begin(name, payload, false, signal);
    for (;;) {
      const step = await call.next();
      if (step.done) return step.value;
    }
  }

  /** The parts of a stream; `return` reaches its maker at once, also while a part is waited for. */
  stream(name: string, payload: unknown, signal?: AbortSignal): LinkCall {
    return this.#begin(name, payload, true, signal);
  }

  /** Fails all that is open on both sides of this end. */
  close(reason: AppError): void {
    if (this.#closed) return;
    this.#closed = reason;
    for (const call of this.#calls.values()) call.fail(reason);
    for (const answer of this.#answers.values()) answer.stop(reason);
    this.#calls.clear();
    this.#answers.clear();
    this.#port.close();
  }

  #begin(name: string, payload: unknown, isStream: boolean, signal: AbortSignal | undefined): LinkCall {
    if (this.#closed) throw this.#closed;
    signal?.throwIfAborted();
    this.#newest += 1;
    const id = this.#newest;
    const bytes = this.#pack(payload);
    const call = new LinkCall({
      plugin: this.#options.plugin,
      signal,
      more: (parts) => this.#send({ type: 'more', id, parts }),
      over: (isStopped) => {
        this.#calls.delete(id);
        if (isStopped) this.#send({ type: 'stop', id });
      },
    });
    this.#calls.set(id, call);
    this.#send({ type: 'call', id, name, payload: bytes, isStream });
    return call;
  }

  #receive(message: LinkMessage): void {
    const { id, type } = message;
    if (type === 'call') this.#answer(id, message.name, message.payload, message.isStream);
    else if (type === 'more') this.#answers.get(id)?.more(message.parts);
    else if (type === 'stop') this.#answers.get(id)?.stop(new AppError('TIMEOUT'));
    else if (type === 'part') this.#calls.get(id)?.part(unpack(message.value));
    else if (type === 'value') this.#calls.get(id)?.end(unpack(message.value));
    else this.#calls.get(id)?.fail(this.#options.errors.read(message.error));
  }

  #answer(id: number, name: string, payload: Uint8Array, isStream: boolean): void {
    const { answer, errors } = this.#options;
    const answering = new LinkAnswer({
      part: (value) => this.#send({ type: 'part', id, value: this.#pack(value) }),
      value: (value) => this.#send({ type: 'value', id, value: this.#pack(value) }),
      failed: (error) => this.#send({ type: 'failed', id, error: errors.write(error) }),
      over: () => {
        this.#answers.delete(id);
        this.#options.onBusy?.(this.#answers.size);
      },
    });
    this.#answers.set(id, answering);
    this.#options.onBusy?.(this.#answers.size);
    void answering.run((signal) => answer(name, unpack(payload), { signal, isStream }));
  }

  #pack(value: unknown): Uint8Array<ArrayBuffer> {
    return pack(value, this.#options.plugin, this.#options.messageBytes);
  }

  /** What is said in one turn goes out together, so that the other side sees it together too. */
  #send(message: LinkMessage): void {
    if (this.#closed) return;
    this.#outgoing.push(message);
    if (this.#outgoing.length === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const messages = this.#outgoing;
    this.#outgoing = [];
    if (!this.#closed) this.#port.postMessage(messages, messages.flatMap(buffersOf));
  }
}

function buffersOf(message: LinkMessage): ArrayBuffer[] {
  if (message.type === 'call') return [message.payload.buffer as ArrayBuffer];
  return 'value' in message ? [message.value.buffer as ArrayBuffer] : [];
}

import { setImmediate } from 'node:timers/promises';
import { CloseCode, MessageType } from 'graphql-ws';
import { AppError } from 'tributary/sdk';
import type { WebSocket } from 'ws';
import type { Logger } from '#platform';
import type { Caller } from '../caller.js';
import type { PublicError } from '../operation/public-result.js';
import type { OperationStream } from '../operation/stream.js';
import { watchSession } from '../session-watch.js';

/** What is left to a slow reader to take its last message. */
const lastWordsMs = 5000;

export interface SocketSessionParts {
  socket: WebSocket;
  log: Logger;
  /** How an error is told to the client. */
  describe(error: AppError): PublicError[];
}

/** One socket: who it belongs to, and the streams that it carries. */
export class SocketSession {
  readonly #parts: SocketSessionParts;
  readonly #left = new AbortController();
  readonly #streams = new Map<string, OperationStream>();
  #open = 0;
  #caller: Caller | null = null;
  #stopWatch: (() => void) | null = null;

  constructor(parts: SocketSessionParts) {
    this.#parts = parts;
  }

  /** Ends when the socket is closed. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  get closed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#left.signal.aborted) resolve();
    else this.#left.signal.addEventListener('abort', () => resolve(), { once: true });
    return promise;
  }

  get caller(): Caller {
    if (!this.#caller) throw new AppError('UNAUTHENTICATED');
    return this.#caller;
  }

  signIn(caller: Caller): void {
    this.#caller = caller;
    if (this.#left.signal.aborted) return;
    this.#stopWatch = watchSession(caller, this.#parts.log, () => void this.#forbid());
  }

  /** Counts one subscription in; call the answer when it is over. @throws AppError `TOO_MANY_SUBSCRIPTIONS`. */
  enter(max: number): () => void {
    if (this.#open >= max) throw new AppError('TOO_MANY_SUBSCRIPTIONS', { max });
    this.#open += 1;
    return () => {
      this.#open -= 1;
    };
  }

  carry(id: string, stream: OperationStream): void {
    this.#streams.set(id, stream);
  }

  drop(id: string): void {
    this.#streams.delete(id);
  }

  /** The reader does not keep up: behind what waits for it come a last message a stream, and the end of the socket. */
  tooSlow(): void {
    const { socket, describe } = this.#parts;
    if (socket.readyState !== socket.OPEN) return;
    for (const [id, stream] of this.#streams) {
      const payload = describe(stream.reason('SLOW_CONSUMER'));
      socket.send(JSON.stringify({ id, type: MessageType.Error, payload }));
      void stream.return();
    }
    socket.close(CloseCode.BadResponse, 'SLOW_CONSUMER');
    setTimeout(() => socket.terminate(), lastWordsMs).unref();
  }

  close(): void {
    this.#stopWatch?.();
    this.#left.abort();
  }

  /** The token expired or was revoked: streams are completed, then the socket is closed. */
  async #forbid(): Promise<void> {
    for (const stream of this.#streams.values()) void stream.return();
    await setImmediate();
    this.#parts.socket.close(CloseCode.Forbidden, 'Forbidden');
  }
}

import type { ServerResponse } from 'node:http';
import type { PublicResult, Refusal } from '../operation/public-result.js';
import { safeHeaders } from './reply.js';

const keepAliveMs = 12_000;
/** A reader that takes nothing for so long is let go. */
const slowMs = 10_000;

/** Server-sent events by the protocol of graphql-sse, distinct connections: `next` events, then `complete`. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #keepAlive: NodeJS.Timeout;

  constructor(response: ServerResponse, requestId: string) {
    this.#response = response;
    response.writeHead(200, {
      ...safeHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'x-request-id': requestId,
    });
    response.flushHeaders();
    this.#keepAlive = setInterval(() => response.write(':\n\n'), keepAliveMs);
    this.#keepAlive.unref();
  }

  /** Waits until the reader has room; false when it took nothing for too long. */
  async next(result: PublicResult): Promise<boolean> {
    const hasRoom = this.#response.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
    if (hasRoom || this.#response.destroyed) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), slowMs);
    const go = () => resolve(true);
    this.#response.once('drain', go);
    this.#response.once('close', go);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#response.off('drain', go);
      this.#response.off('close', go);
    }
  }

  /** Says why it ends, without waiting for a reader that may not read. */
  fail(refusal: Refusal): void {
    this.#response.write(`event: next\ndata: ${JSON.stringify({ errors: refusal.errors })}\n\n`);
    this.complete();
    setTimeout(() => this.#response.destroy(), slowMs).unref();
  }

  complete(): void {
    clearInterval(this.#keepAlive);
    this.#response.end('event: complete\ndata:\n\n');
  }
}

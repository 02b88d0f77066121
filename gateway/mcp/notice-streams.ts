import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RequestContext } from 'tributary/sdk';
import type { Caller } from '../caller.js';
import type { Generations } from '../generation/generations.js';
import { safeHeaders } from '../http/reply.js';
import { SubscriptionCounts } from '../operation/subscription-counts.js';
import type { GatewayParts } from '../ports.js';
import { watchSession } from '../session-watch.js';
import type { Exchange } from './protocol.js';

export interface NoticeStreamsParts extends Pick<GatewayParts, 'config' | 'registry' | 'log'> {
  generations: Pick<Generations, 'onChange'>;
}

/** Clients that listen, and are told when there are other tools: another graph, or other operations of their tenant. */
export class NoticeStreams {
  readonly #parts: NoticeStreamsParts;
  readonly #counts: SubscriptionCounts;
  readonly #open = new Set<() => void>();

  constructor(parts: NoticeStreamsParts) {
    this.#parts = parts;
    this.#counts = new SubscriptionCounts(parts.config.limits);
  }

  /** Counts a listener in. @throws AppError `TOO_MANY_SUBSCRIPTIONS`. */
  enter({ tenant, actor }: RequestContext): () => void {
    return this.#counts.enter(`${tenant}/${actor}`);
  }

  /** Until the client leaves, its rights end, or we do. */
  async serve(exchange: Exchange, caller: Caller, response: ServerResponse): Promise<void> {
    const { registry, generations, log } = this.#parts;
    const { requestId, tenant } = caller.context;
    const end = () => void exchange.close();
    const tell = () => void exchange.toolsChanged().catch(end);
    const stops = [
      generations.onChange(tell),
      registry.onChange((changed) => (changed === null || changed === tenant ? tell() : undefined)),
      watchSession(caller, log, end),
    ];
    this.#open.add(end);
    response.once('close', end);
    try {
      const { status, headers, body } = exchange.response;
      response.writeHead(status, {
        ...Object.fromEntries(headers),
        ...safeHeaders,
        'x-request-id': requestId,
      });
      response.flushHeaders();
      if (body) await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), response);
      else response.end();
    } catch {
      response.destroy(); // the client has left
    } finally {
      this.#open.delete(end);
      for (const stop of stops) stop();
      await exchange.close();
    }
  }

  close(): void {
    for (const end of this.#open) end();
  }
}

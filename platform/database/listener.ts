import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from 'tributary/sdk';
import type { DatabaseServer } from './server.js';
import { isUnreachable } from './unreachable.js';

type Handler = (payload: string) => void;

/**
 * The one connection of a process that listens. When it is lost it brings the server back (which makes it the
 * supervisor of an embedded one), connects anew, listens again, and tells every handler with an empty payload that
 * something may have been missed.
 */
export class Listener {
  readonly #server: DatabaseServer;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #stopped = new AbortController();
  #client: pg.Client | null = null;
  #connecting: Promise<pg.Client> | null = null;

  constructor(server: DatabaseServer) {
    this.#server = server;
  }

  /** Connects, so that a loss of the server is noticed from now on. */
  async start(): Promise<void> {
    await this.#connection();
  }

  async listen(channel: string, handler: Handler): Promise<() => Promise<void>> {
    const handlers = this.#handlers.get(channel) ?? new Set();
    handlers.add(handler);
    this.#handlers.set(channel, handlers);
    const client = await this.#connection();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    return async () => {
      handlers.delete(handler);
      if (handlers.size > 0 || this.#handlers.get(channel) !== handlers) return;
      this.#handlers.delete(channel);
      await this.#client?.query(`unlisten ${client.escapeIdentifier(channel)}`).catch(() => undefined);
    };
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#handlers.clear();
    await this.#client?.end().catch(() => undefined);
    this.#client = null;
  }

  #connection(): Promise<pg.Client> {
    if (this.#client) return Promise.resolve(this.#client);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #connect(): Promise<pg.Client> {
    for (let attempt = 0; ; attempt++) {
      this.#stopped.signal.throwIfAborted();
      const client = new pg.Client({
        connectionString: this.#server.url,
        application_name: 'tributary listener',
        keepAlive: true,
        connectionTimeoutMillis: 10_000,
      });
      client.on('error', () => undefined); // followed by `end`
      try {
        await client.connect();
        await this.#resume(client);
        return client;
      } catch (error) {
        await client.end().catch(() => undefined);
        if (!isUnreachable(error)) throw new AppError('DATABASE_UNAVAILABLE', {}, { cause: error });
        await this.#server.recover().catch(() => undefined);
        await wait(Math.min(50 * 2 ** attempt, 2000), undefined, { signal: this.#stopped.signal });
      }
    }
  }

  async #resume(client: pg.Client): Promise<void> {
    for (const channel of this.#handlers.keys())
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    client.on('notification', ({ channel, payload }) => this.#deliver(channel, payload ?? ''));
    client.on('end', () => this.#lost(client));
    this.#client = client;
    for (const channel of this.#handlers.keys()) this.#deliver(channel, '');
  }

  #deliver(channel: string, payload: string): void {
    for (const handler of this.#handlers.get(channel) ?? []) handler(payload);
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    if (!this.#stopped.signal.aborted) this.#connection().catch(() => undefined);
  }
}

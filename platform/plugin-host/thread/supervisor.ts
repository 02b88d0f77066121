import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import type { Logger, PluginHealth, PluginVersion } from '#platform';
import { Breaker } from '../breaker.js';
import type { PluginLimits } from './limits.js';
import type { FromClient, ThreadDescription, ToClient } from './messages.js';
import { PluginThread } from './plugin-thread.js';

/** A version that runs in a thread of its own. */
export interface ThreadHandle {
  readonly version: PluginVersion;
  /** What it said when it was first started. */
  readonly description: ThreadDescription;
  /** A port for one more user, to be given to `hostThreadPlugin` in any thread. */
  connect(): MessagePort;
  health(): PluginHealth;
  /** Ends the thread; calls that are open fail with `PLUGIN_UNAVAILABLE`. */
  close(): Promise<void>;
}

export interface SupervisorOptions {
  readonly version: PluginVersion;
  readonly limits: PluginLimits;
  readonly log: Logger;
}

const mostBackoff = 100;

/** Keeps the thread of a plugin running: tells its users when it ends and why, and starts it again. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #breaker: Breaker;
  readonly #clients = new Set<MessagePort>();
  #thread: PluginThread;
  #isUp = false;
  #crashes = 0;
  #upSince = 0;
  #restart: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#breaker = new Breaker(options.version.plugin, options.limits.breaker);
    this.#thread = this.#begin();
  }

  /**
   * The first start: what goes wrong in it is not tried again.
   * @throws AppError `PLUGIN_INVALID`, `PLUGIN_TIMEOUT`, `PLUGIN_MEMORY`, `PLUGIN_FAULT`
   */
  async start(): Promise<ThreadDescription> {
    const description = await this.#thread.ready;
    this.#isUp = true;
    this.#upSince = performance.now();
    void this.#watch(this.#thread);
    return description;
  }

  look(everyMs: number): void {
    this.#thread.look(everyMs);
  }

  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#clients.add(port1);
    port1.on('message', (message: FromClient) => this.#told(port1, message));
    port1.once('close', () => this.#clients.delete(port1));
    port1.unref();
    if (this.#isUp) this.#attach(port1);
    this.#send(port1, this.#healthMessage());
    return port2;
  }

  health(): PluginHealth {
    return this.#breaker.health(this.#isUp ? this.#thread.memoryBytes : null);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#restart) clearTimeout(this.#restart);
    const reason = new AppError('PLUGIN_UNAVAILABLE', {
      plugin: this.#options.version.plugin,
      reason: 'it was switched off',
    });
    this.#thread.end(reason);
    await this.#thread.gone;
    for (const client of this.#clients) {
      this.#send(client, { type: 'down', error: reason.toShape() });
      client.close();
    }
    this.#clients.clear();
  }

  #begin(): PluginThread {
    return new PluginThread({ ...this.#options, onFault: (error) => this.#fault(error) });
  }

  async #watch(thread: PluginThread): Promise<void> {
    const reason = await thread.ended;
    this.#isUp = false;
    if (this.#isClosed) return;
    const { log, version, limits } = this.#options;
    this.#breaker.fault(reason, 'CRASH');
    const ranLong = performance.now() - this.#upSince > limits.breaker.windowMs;
    this.#crashes = ranLong ? 1 : this.#crashes + 1;
    for (const client of this.#clients) this.#send(client, { type: 'down', error: reason.toShape() });
    this.#publishHealth();
    const backoff = Math.min(2 ** (this.#crashes - 1), mostBackoff) * limits.restartMs;
    const waitMs = this.#breaker.openedAt === null ? backoff : Math.max(backoff, limits.breaker.openMs);
    log.warn({ plugin: version.plugin, err: reason, restartMs: waitMs }, 'The thread of a plugin was ended');
    this.#restart = setTimeout(() => void this.#again(), waitMs);
    this.#restart.unref();
  }

  async #again(): Promise<void> {
    this.#restart = null;
    this.#thread = this.#begin();
    const isReady = await this.#thread.ready.then(
      () => true,
      () => false,
    );
    if (isReady && !this.#isClosed) {
      this.#isUp = true;
      this.#upSince = performance.now();
      for (const client of this.#clients) this.#attach(client);
      this.#publishHealth();
    }
    await this.#watch(this.#thread);
  }

  #attach(client: MessagePort): void {
    const { port1, port2 } = new MessageChannel();
    this.#thread.attach(port2);
    client.postMessage({ type: 'up', port: port1 } satisfies ToClient, [port1]);
  }

  #told(client: MessagePort, message: FromClient): void {
    if (message.type === 'leave') {
      this.#clients.delete(client);
      client.close();
    } else if (message.type === 'succeeded') {
      // After its time an open breaker lets calls through to see how they end.
      if (this.#breaker.openedAt !== null) this.#tryBreaker();
      this.#breaker.succeeded();
      if (this.#breaker.openedAt === null) this.#crashes = 0;
      this.#publishHealth();
    } else {
      this.#breakerFault(message);
    }
  }

  #breakerFault({ code, message }: Extract<FromClient, { type: 'fault' }>): void {
    this.#breaker.note(code, message);
    this.#publishHealth();
  }

  #tryBreaker(): void {
    try {
      this.#breaker.expectClosed();
    } catch {
      // It stays open for now.
    }
  }

  #fault(error: AppError): void {
    const { log, version } = this.#options;
    log.warn({ plugin: version.plugin, err: error.cause ?? error }, 'A plugin left an error uncaught');
    this.#breaker.fault(error);
    this.#publishHealth();
  }

  #publishHealth(): void {
    const message = this.#healthMessage();
    for (const client of this.#clients) this.#send(client, message);
  }

  #healthMessage(): ToClient {
    const { openedAt } = this.#breaker;
    const openUntil = openedAt === null ? null : openedAt + this.#options.limits.breaker.openMs;
    return { type: 'health', health: this.health(), openUntil };
  }

  #send(client: MessagePort, message: ToClient): void {
    client.postMessage(message);
  }
}

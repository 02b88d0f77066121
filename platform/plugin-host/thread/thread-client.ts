import type { MessagePort } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import type { PluginHealth } from '#platform';
import { isFault } from '../guard.js';
import { Slots } from '../remote/slots.js';
import type { PluginLimits } from './limits.js';
import { Link } from './link.js';
import type { Asked, FromClient, ToClient } from './messages.js';
import { Scopes } from './scopes.js';
import { errorsOfHost } from './wire.js';

/** What is waited for a thread that is being started again. */
const waitMs = 5000;
const unknownHealth: PluginHealth = { state: 'HEALTHY', faults: 0, lastFault: null, memoryBytes: null };

/**
 * One user of a plugin in a thread of its own: holds the link to it, and takes up the next when that thread was ended
 * and started again. What is open when it ends fails with the reason.
 */
export class ThreadClient {
  readonly scopes: Scopes;
  readonly #control: MessagePort;
  readonly #plugin: string;
  readonly #limits: PluginLimits;
  /** Each kind waits for itself alone: an operation may wait for a service of its plugin, and that for a check. */
  readonly #calls: Readonly<Record<'operations' | 'services' | 'checks', Slots>>;
  readonly #streams: Slots;
  #link: Link | null = null;
  #up = Promise.withResolvers<Link>();
  #health = unknownHealth;
  #openUntil: number | null = null;
  #closed = false;

  constructor(plugin: string, control: MessagePort, limits: PluginLimits) {
    const busy = () => new AppError('PLUGIN_UNAVAILABLE', { plugin, reason: 'too many calls wait for it' });
    this.#plugin = plugin;
    this.#control = control;
    this.#limits = limits;
    this.scopes = new Scopes(plugin);
    const slots = () => new Slots(limits.calls, limits.calls * 20, busy);
    this.#calls = { operations: slots(), services: slots(), checks: slots() };
    this.#streams = new Slots(limits.streams, 0, busy);
    this.#up.promise.catch(() => undefined);
    control.on('message', (message: ToClient) => this.#told(message));
    // A plugin that nobody uses does not keep a process alive.
    control.unref();
  }

  health(): PluginHealth {
    return this.#health;
  }

  /** One value, within the time that a call may take. */
  async call<Name extends keyof Asked>(
    name: Name,
    payload: Asked[Name],
    signal?: AbortSignal,
  ): Promise<unknown> {
    const limit = new AbortController();
    const late = new AppError('PLUGIN_TIMEOUT', { plugin: this.#plugin });
    const timer = setTimeout(() => limit.abort(late), this.#limits.callMs);
    const ended = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal;
    const release = await this.#take(this.#calls[kindOf(name)], ended, timer);
    try {
      const link = await this.#attached(ended);
      const value = await link.call(name, payload, ended);
      // A result of GraphQL tells of faults by itself.
      if (name !== 'execute') this.succeeded();
      return value;
    } catch (error) {
      // Whoever asked may have left; that is no fault of the plugin.
      if (!signal?.aborted) this.failed(error);
      throw error;
    } finally {
      clearTimeout(timer);
      release();
    }
  }

  /** One value, for as long as it takes until the signal ends. */
  async work<Name extends keyof Asked>(
    name: Name,
    payload: Asked[Name],
    signal: AbortSignal,
  ): Promise<unknown> {
    const stream = this.stream(name, payload, signal);
    for (;;) {
      const step = await stream.next();
      if (step.done) return step.value;
    }
  }

  /** The parts of a stream, for as long as it goes on. */
  async *stream<Name extends keyof Asked>(
    name: Name,
    payload: Asked[Name],
    signal: AbortSignal,
  ): AsyncGenerator<unknown, unknown> {
    const release = await this.#streams.take(signal);
    try {
      const link = await this.#attached(signal);
      const value = yield* link.stream(name, payload, signal);
      this.succeeded();
      return value;
    } catch (error) {
      if (!signal.aborted) this.failed(error);
      throw error;
    } finally {
      release();
    }
  }

  /** Tells the supervisor of a fault that did not end the thread. */
  failed(error: unknown): void {
    if (!isFault(error) || (error instanceof AppError && this.#endings.has(error))) return;
    const { code, message, cause } =
      error instanceof AppError
        ? error
        : new AppError('PLUGIN_FAULT', { plugin: this.#plugin }, { cause: error });
    const text =
      typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : message;
    this.#tell({ type: 'fault', code, message: text.slice(0, 500) });
  }

  succeeded(): void {
    if (this.#health.state !== 'HEALTHY') this.#tell({ type: 'succeeded' });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#tell({ type: 'leave' });
    this.#closed = true;
    const reason = new AppError('PLUGIN_UNAVAILABLE', {
      plugin: this.#plugin,
      reason: 'it was switched off',
    });
    this.#down(reason);
    this.#up.reject(reason);
    this.#control.close();
  }

  /** Reasons of ends that the supervisor knows of already. */
  readonly #endings = new WeakSet<AppError>();

  #told(message: ToClient): void {
    if (message.type === 'health') {
      this.#health = message.health;
      this.#openUntil = message.openUntil;
    } else if (message.type === 'down') {
      this.#down(AppError.fromShape(message.error));
    } else {
      const { messageBytes } = this.#limits;
      const errors = errorsOfHost(this.#plugin);
      this.#link = new Link(message.port, {
        plugin: this.#plugin,
        messageBytes,
        errors,
        answer: this.scopes.answer,
      });
      this.#up.resolve(this.#link);
    }
  }

  #down(reason: AppError): void {
    this.#endings.add(reason);
    if (!this.#link) return;
    const link = this.#link;
    this.#link = null;
    this.#up = Promise.withResolvers<Link>();
    this.#up.promise.catch(() => undefined);
    link.close(reason);
  }

  /** @throws AppError `PLUGIN_UNAVAILABLE` at once while its breaker is open, else when it does not start */
  async #attached(signal: AbortSignal): Promise<Link> {
    if (this.#openUntil !== null && Date.now() < this.#openUntil)
      throw this.#unavailable('it failed repeatedly');
    if (this.#link) return this.#link;
    const { promise, reject } = Promise.withResolvers<never>();
    const leave = () => reject(signal.reason);
    const timer = setTimeout(() => reject(this.#unavailable('it is being started again')), waitMs);
    signal.addEventListener('abort', leave, { once: true });
    promise.catch(() => undefined);
    try {
      return await Promise.race([this.#up.promise, promise]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    }
  }

  async #take(slots: Slots, signal: AbortSignal, timer: NodeJS.Timeout): Promise<() => void> {
    try {
      return await slots.take(signal);
    } catch (error) {
      clearTimeout(timer);
      throw error;
    }
  }

  #unavailable(reason: string): AppError {
    return new AppError('PLUGIN_UNAVAILABLE', { plugin: this.#plugin, reason });
  }

  #tell(message: FromClient): void {
    if (!this.#closed) this.#control.postMessage(message);
  }
}

function kindOf(name: keyof Asked): 'operations' | 'services' | 'checks' {
  if (name === 'execute') return 'operations';
  return name === 'callService' ? 'services' : 'checks';
}

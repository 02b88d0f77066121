import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type MessagePort, Worker } from 'node:worker_threads';
import { AppError } from 'tributary/sdk';
import type { Logger, PluginVersion } from '#platform';
import { repositoryRoot } from '#platform/config';
import type { PluginLimits } from './limits.js';
import {
  beatsAt,
  callsAt,
  type FromThread,
  type ThreadData,
  type ThreadDescription,
  type ToThread,
} from './messages.js';
import { errorsOfHost } from './wire.js';

const packageUrl = pathToFileURL(join(repositoryRoot, 'package.json')).href;
const megabyte = 1024 * 1024;
/** A thread without calls is measured with every so many looks. */
const idleLooks = 10;
const mostLogged = 2000;
/** Outputs between two looks; what is more is dropped. */
const outputsAtOnce = 5;
/** A thread that cannot be ended is waited for no longer. */
const endMs = 2000;

export interface PluginThreadOptions {
  readonly version: PluginVersion;
  readonly limits: PluginLimits;
  readonly log: Logger;
  /** Told of what nobody caught in it. */
  onFault(error: AppError): void;
}

/** One life of a plugin's thread, seen from outside: whether its event loop runs, and how much memory it holds. */
export class PluginThread {
  /** What the plugin says that it is. */
  readonly ready: Promise<ThreadDescription>;
  /** Why it ended, as soon as that is decided. */
  readonly ended: Promise<AppError>;
  /** Resolves when it runs no more. */
  readonly gone: Promise<void>;
  memoryBytes = 0;
  readonly #options: PluginThreadOptions;
  readonly #worker: Worker;
  readonly #counters: Int32Array;
  readonly #ready = Promise.withResolvers<ThreadDescription>();
  readonly #ended = Promise.withResolvers<AppError>();
  readonly #gone = Promise.withResolvers<void>();
  #reason: AppError | null = null;
  #startedBy: number | null;
  #beats = 0;
  #missedMs = 0;
  #looks = 0;
  #isMeasuring = false;
  #outputs = 0;

  constructor(options: PluginThreadOptions) {
    const { version, limits } = options;
    const state = new SharedArrayBuffer(8);
    const workerData: ThreadData = { version, packageUrl, state, messageBytes: limits.messageBytes };
    this.#options = options;
    this.#counters = new Int32Array(state);
    this.#startedBy = performance.now() + limits.startMs;
    this.ready = this.#ready.promise;
    this.ended = this.#ended.promise;
    this.gone = this.#gone.promise;
    this.ready.catch(() => undefined);
    this.#worker = new Worker(new URL('./entry.js', import.meta.url), {
      workerData,
      name: `plugin ${version.plugin}`,
      // Nothing of the environment, for it holds secrets; nothing of it in our output, but what is logged.
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: {
        // Far above the bound that is looked for from outside: at its own limit V8 ends the whole process when one
        // allocation is too large for what is left.
        maxOldGenerationSizeMb: Math.max(2048, Math.ceil((8 * limits.memoryBytes) / megabyte)),
        // A third less is resident than with V8's own, and nothing measured was slower.
        maxYoungGenerationSizeMb: 4,
      },
    });
    this.#worker.on('message', (message: FromThread) => {
      try {
        this.#told(message);
      } catch {
        // Code of the plugin can speak over the port of its thread, too.
        this.end(this.#fault('it sent what cannot be read'));
      }
    });
    this.#worker.on('messageerror', () => this.end(this.#fault('it sent what cannot be read')));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#failed(error));
    this.#worker.on('exit', () => this.#exited());
    for (const output of [this.#worker.stdout, this.#worker.stderr]) {
      output.on('data', (text: Buffer) => this.#said(text));
    }
  }

  attach(port: MessagePort): void {
    const message: ToThread = { type: 'attach', port };
    this.#worker.postMessage(message, [port]);
  }

  /** Stops it, wherever it is; all that it was doing fails with the reason. */
  end(reason: AppError): void {
    if (this.#reason) return;
    this.#decide(reason);
    void this.#worker.terminate();
    setTimeout(() => this.#gone.resolve(), endMs).unref();
  }

  /** Looks whether it runs and how much it holds; to be called every `everyMs`. */
  look(everyMs: number): void {
    if (this.#reason) return;
    const { limits, version } = this.#options;
    if (this.#startedBy !== null) {
      if (performance.now() > this.#startedBy)
        this.end(new AppError('PLUGIN_TIMEOUT', { plugin: version.plugin }));
    } else {
      const beats = Atomics.load(this.#counters, beatsAt);
      // Only time in which we looked counts: whoever sleeps through it knows nothing of the thread.
      this.#missedMs = beats === this.#beats ? this.#missedMs + everyMs : 0;
      this.#beats = beats;
      if (this.#missedMs > limits.heartbeatMs)
        this.end(new AppError('PLUGIN_TIMEOUT', { plugin: version.plugin }));
    }
    this.#looks += 1;
    this.#outputs = 0;
    const isActive =
      this.#startedBy !== null || this.#missedMs > 500 || Atomics.load(this.#counters, callsAt) > 0;
    if (isActive || this.#looks % idleLooks === 0) void this.#measure();
  }

  async #measure(): Promise<void> {
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    try {
      const { used_heap_size, external_memory } = await this.#worker.getHeapStatistics();
      this.memoryBytes = used_heap_size + external_memory;
    } catch {
      // It has ended meanwhile.
      return;
    } finally {
      this.#isMeasuring = false;
    }
    const { limits, version } = this.#options;
    if (this.memoryBytes > limits.memoryBytes)
      this.end(new AppError('PLUGIN_MEMORY', { plugin: version.plugin }));
  }

  #told(message: FromThread): void {
    const { onFault, version } = this.#options;
    if (message.type === 'ready') {
      this.#startedBy = null;
      this.#ready.resolve(message.description);
    } else if (message.type === 'failed') {
      this.end(errorsOfHost(version.plugin).read(message.error));
    } else if (message.type === 'fault') {
      onFault(errorsOfHost(version.plugin).read(message.error));
    }
  }

  /** What nobody caught ends the thread. */
  #failed(error: NodeJS.ErrnoException): void {
    const { plugin } = this.#options.version;
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#decide(new AppError(isMemory ? 'PLUGIN_MEMORY' : 'PLUGIN_FAULT', { plugin }, { cause: error }));
  }

  #exited(): void {
    this.#decide(this.#fault('it ended its thread'));
    this.#gone.resolve();
  }

  #decide(reason: AppError): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#ready.reject(reason);
    this.#ended.resolve(reason);
  }

  #fault(message: string): AppError {
    return new AppError('PLUGIN_FAULT', { plugin: this.#options.version.plugin }, { cause: { message } });
  }

  #said(text: Buffer): void {
    this.#outputs += 1;
    if (this.#outputs > outputsAtOnce) return;
    const { log, version } = this.#options;
    log.info(
      { plugin: version.plugin, output: text.toString('utf8').slice(0, mostLogged) },
      'A plugin wrote to its output',
    );
  }
}

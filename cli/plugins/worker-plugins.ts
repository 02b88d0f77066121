import type { HostedPlugin } from '#platform';
import { hostPlugin, hostThreadPlugin, type PluginHost } from '#platform/plugin-host';
import type { PluginOrder } from '../worker-messages.js';

export interface WorkerPluginsOptions {
  /** Stores the prompts of a version before anything is asked with them. */
  seed(prompts: HostedPlugin['prompts']): Promise<void>;
  /** Other plugins handle events now. */
  changed(): void;
}

/** The plugins of the worker thread, as the main thread orders them. */
export class WorkerPlugins {
  readonly #host: PluginHost;
  readonly #options: WorkerPluginsOptions;
  readonly #opened: Map<string, HostedPlugin>;

  constructor(host: PluginHost, options: WorkerPluginsOptions) {
    this.#host = host;
    this.#options = options;
    this.#opened = new Map(host.plugins().map((hosted) => [hosted.version.hash, hosted]));
  }

  /** @throws AppError */
  async obey(order: PluginOrder): Promise<void> {
    switch (order.do) {
      case 'open':
        return this.#open(order);
      case 'activate':
        return this.#activate(order.plugin, order.hash);
      case 'drained':
        return this.#host.drained(order.hash);
      case 'close': {
        const hosted = this.#opened.get(order.hash);
        this.#opened.delete(order.hash);
        await hosted?.close();
      }
    }
  }

  async #open({ version, thread }: Extract<PluginOrder, { do: 'open' }>): Promise<void> {
    const hosted = thread ? await hostThreadPlugin({ version, ...thread }) : await hostPlugin(version);
    this.#opened.set(version.hash, hosted);
  }

  async #activate(plugin: string, hash: string | null): Promise<void> {
    const hosted = hash === null ? null : this.#opened.get(hash);
    if (!hosted) {
      this.#host.remove(plugin);
      this.#options.changed();
      return;
    }
    await this.#options.seed(hosted.prompts);
    this.#host.add(hosted);
    this.#options.changed();
  }
}

import { type AliasSettings, namedTargets } from '../configuration/alias.js';
import type { Target } from './target.js';

/**
 * Loads what the other targets of an alias need while its first call is under way: a vendor's library takes up to a
 * second, for which a fallback should not wait. Nothing is sent and nothing connected.
 */
export class Spares {
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #looked = new WeakSet<AliasSettings>();
  readonly #loading = new Set<Promise<void>>();
  #isClosed = false;

  constructor(targets: ReadonlyMap<string, Target>) {
    this.#targets = targets;
  }

  /** A target of the alias is being asked. */
  load(alias: AliasSettings, asked: Target): void {
    if (this.#isClosed || this.#looked.has(alias)) return;
    this.#looked.add(alias);
    const others = this.#ofOtherVendors(alias, asked);
    if (others.length === 0) return;
    const loading = this.#load([asked, ...others]).finally(() => this.#loading.delete(loading));
    this.#loading.add(loading);
  }

  /** Begins nothing more, and waits for the library that is being loaded. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#loading);
  }

  /** One of each, for what they share is the library. */
  #ofOtherVendors(alias: AliasSettings, asked: Target): Target[] {
    const byProvider = new Map<string, Target>();
    for (const { target: name } of namedTargets(alias)) {
      const target = this.#targets.get(name);
      if (target && !byProvider.has(target.settings.provider))
        byProvider.set(target.settings.provider, target);
    }
    byProvider.delete(asked.settings.provider);
    return [...byProvider.values()];
  }

  /** One after the other, the one that is waited for first. */
  async #load(targets: readonly Target[]): Promise<void> {
    for (const target of targets) {
      if (this.#isClosed) return;
      // Whoever asks it is told what is wrong with it.
      await target.provider().catch(() => undefined);
    }
  }
}

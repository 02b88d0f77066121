import { AppError } from 'tributary/sdk';
import type { PluginHealth } from '#platform';

export interface BreakerLimits {
  /** So many faults within `windowMs` open it. */
  readonly faults: number;
  readonly windowMs: number;
  /** How long nothing is let through. */
  readonly openMs: number;
}

const defaults: BreakerLimits = { faults: 5, windowMs: 60_000, openMs: 30_000 };
/** A trial whose end nobody tells of keeps others out for no longer. */
const trialMs = 5000;

/** What a plugin did wrong, and when: `CRASH` ended its thread, `CALL` failed one call. */
interface Fault {
  readonly kind: 'CALL' | 'CRASH';
  readonly at: number;
}

/**
 * Counts the faults of a plugin. After too many of them its calls fail at once; when some time has passed, one is let
 * through to see whether it works again. A call that succeeds makes up for one that failed, never for a crash.
 */
export class Breaker {
  readonly plugin: string;
  readonly #limits: BreakerLimits;
  readonly #now: () => number;
  #recent: Fault[] = [];
  #total = 0;
  #last: PluginHealth['lastFault'] = null;
  #openedAt: number | null = null;
  #trialAt: number | null = null;

  constructor(plugin: string, limits: BreakerLimits = defaults, now: () => number = Date.now) {
    this.plugin = plugin;
    this.#limits = limits;
    this.#now = now;
  }

  /** Since when it has been open; null while it is closed. */
  get openedAt(): number | null {
    return this.#openedAt;
  }

  /** @throws AppError `PLUGIN_UNAVAILABLE` while it is open */
  expectClosed(): void {
    if (this.#openedAt === null) return;
    const now = this.#now();
    const isTried = this.#trialAt !== null && now - this.#trialAt < trialMs;
    if (now - this.#openedAt < this.#limits.openMs || isTried) {
      throw new AppError('PLUGIN_UNAVAILABLE', { plugin: this.plugin, reason: 'it failed repeatedly' });
    }
    this.#trialAt = now;
  }

  fault(error: unknown, kind: Fault['kind'] = 'CALL'): void {
    this.note(error instanceof AppError ? error.code : 'PLUGIN_FAULT', messageOf(error), kind);
  }

  /** A fault that was seen elsewhere. */
  note(code: string, message: string, kind: Fault['kind'] = 'CALL'): void {
    const at = this.#now();
    const { windowMs, faults } = this.#limits;
    this.#total += 1;
    this.#last = { code, message, at: new Date(at).toISOString() };
    this.#recent = [...this.#recent.filter((fault) => at - fault.at < windowMs), { kind, at }];
    if (this.#openedAt !== null || this.#recent.length >= faults) this.#openedAt = at;
    this.#trialAt = null;
  }

  succeeded(): void {
    if (this.#openedAt !== null) {
      if (this.#trialAt === null) return;
      this.#openedAt = null;
      this.#trialAt = null;
      this.#recent = [];
    } else if (this.#recent.length > 0) {
      const made = this.#recent.findIndex(({ kind }) => kind === 'CALL');
      if (made >= 0) this.#recent.splice(made, 1);
    }
  }

  health(memoryBytes: number | null = null): PluginHealth {
    const now = this.#now();
    const isDegraded = this.#recent.some(({ at }) => now - at < this.#limits.windowMs);
    return {
      state: this.#openedAt !== null ? 'BROKEN' : isDegraded ? 'DEGRADED' : 'HEALTHY',
      faults: this.#total,
      lastFault: this.#last,
      memoryBytes,
    };
  }
}

/** What it was that went wrong, for operators. */
function messageOf(error: unknown): string {
  const cause = error instanceof AppError ? (error.cause ?? error) : error;
  const isError = typeof cause === 'object' && cause !== null && 'message' in cause;
  return String(isError ? cause.message : cause).slice(0, 500);
}

import { errorShape } from 'tributary/sdk';

/** Resolves when the dependency works; the signal is its deadline. */
export type HealthCheck = (signal: AbortSignal) => Promise<void>;

export interface CheckResult {
  readonly ok: boolean;
  readonly ms: number;
  /** The code of the error, when it is not ok. */
  readonly code?: string;
}

export interface Readiness {
  /** HTTP status that `/readyz` answers with. */
  readonly status: 200 | 503;
  readonly body: {
    readonly status: 'starting' | 'ready' | 'unavailable' | 'draining';
    readonly checks: Readonly<Record<string, CheckResult>>;
  };
}

const keepMs = 1000;
const deadlineMs = 2000;

/** What `/livez` and `/readyz` answer. Each dependency is asked at most once a second, however often we are asked. */
export class Health {
  readonly #checks = new Map<string, HealthCheck>();
  readonly #results = new Map<string, { at: number; result: Promise<CheckResult> }>();
  #phase: 'starting' | 'ready' | 'draining' = 'starting';

  /** Adds a dependency that requests need; returns how to remove it. */
  register(name: string, check: HealthCheck): () => void {
    this.#checks.set(name, check);
    return () => void this.#checks.delete(name);
  }

  markReady(): void {
    if (this.#phase === 'starting') this.#phase = 'ready';
  }

  /** From now on not ready, so that no new work is sent to us. */
  markDraining(): void {
    this.#phase = 'draining';
  }

  get draining(): boolean {
    return this.#phase === 'draining';
  }

  async readiness(): Promise<Readiness> {
    if (this.#phase !== 'ready') return { status: 503, body: { status: this.#phase, checks: {} } };
    const names = [...this.#checks.keys()];
    const results = await Promise.all(names.map((name) => this.#result(name)));
    const ok = results.every((result) => result.ok);
    const checks = Object.fromEntries(names.map((name, index) => [name, results[index]])) as Record<
      string,
      CheckResult
    >;
    if (this.draining) return { status: 503, body: { status: 'draining', checks } };
    return { status: ok ? 200 : 503, body: { status: ok ? 'ready' : 'unavailable', checks } };
  }

  #result(name: string): Promise<CheckResult> {
    const kept = this.#results.get(name);
    if (kept && performance.now() - kept.at < keepMs) return kept.result;
    const result = run(this.#checks.get(name));
    this.#results.set(name, { at: performance.now(), result });
    return result;
  }
}

async function run(check: HealthCheck | undefined): Promise<CheckResult> {
  const started = performance.now();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DOMException('too late', 'TimeoutError')), deadlineMs);
  const since = () => Math.round(performance.now() - started);
  try {
    await Promise.race([check?.(AbortSignal.timeout(deadlineMs)), late.promise]);
    return { ok: true, ms: since() };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { ok: false, ms: since(), code: timedOut ? 'TIMEOUT' : errorShape(error).code };
  } finally {
    clearTimeout(timer);
  }
}

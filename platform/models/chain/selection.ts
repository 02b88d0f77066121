import { AppError } from 'tributary/sdk';
import type { AliasSettings } from '../configuration/alias.js';
import type { FailureClass, ProviderFailure } from '../providers/provider.js';
import type { Limits } from './attempt-watch.js';
import type { Permit } from './circuit.js';
import { errorOf, isOutage, isRetryable } from './failure.js';
import { notAtOnce, pause, pauseAfter } from './pause.js';
import type { Target } from './target.js';

/** Attempts of one request, over all targets. */
const mostAttempts = 3;

const noRoom: FailureClass = 'context-window';

/** Leave to make one attempt. */
export interface Turn {
  readonly target: Target;
  readonly permit: Permit;
  readonly limits: Limits & { readonly isOfCaller: boolean };
  readonly number: number;
  /** The target that should have answered, and why it did not. */
  readonly instead: { readonly of: string; readonly because: string } | null;
}

interface Choice {
  readonly name: string;
  readonly pauseMs: number;
}

/** Whom one request asks, when, and for how long: every attempt and every pause of it is decided here. */
export class Selection {
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #alias: AliasSettings;
  readonly #begunAt = performance.now();
  readonly #callerEnd: number;
  readonly #mayRest: boolean;
  #list: readonly string[];
  #attempts = 0;
  readonly #failures = new Map<string, ProviderFailure>();
  /** When each target was asked first. */
  readonly #askedAt = new Map<string, number>();
  /** Those that another try cannot help. */
  readonly #out = new Set<string>();
  readonly #waited = new Set<string>();
  #last: Turn['instead'] = null;
  #error = new AppError('MODEL_FAILED', { reason: 'it failed too often and rests' });

  constructor(
    targets: ReadonlyMap<string, Target>,
    alias: AliasSettings,
    list: readonly string[],
    caller: { readonly deadline: number; readonly allowBuiltIn: boolean },
  ) {
    this.#targets = targets;
    this.#alias = alias;
    this.#list = [...new Set([...list, ...alias.fallback.outage])];
    this.#mayRest = caller.allowBuiltIn || this.#list.length > 1;
    this.#callerEnd = this.#begunAt + caller.deadline - Date.now();
  }

  /** @throws AppError of the last failure when nobody is left to ask, `TIMEOUT`; the reason of the signal */
  async next(signal: AbortSignal): Promise<Turn> {
    for (;;) {
      const choice = this.#choose();
      if (!choice) throw this.#error;
      const { name, pauseMs } = choice;
      const target = this.#targets.get(name);
      if (!target) throw this.#error;
      if (pauseMs > 0) await pause(pauseMs, signal);
      // Somebody else was told to wait longer.
      if (target.respite.failure) continue;
      const limits = this.#limits(target);
      if (limits.endBy <= performance.now()) throw limits.isOfCaller ? new AppError('TIMEOUT') : this.#error;
      const permit = target.circuit.enter(this.#mayRest);
      if (permit) return this.#turn(target, permit, limits);
      this.#rests(name);
    }
  }

  failed(name: string, failure: ProviderFailure): void {
    this.#failures.set(name, failure);
    this.#last = { of: name, because: failure.class };
    this.#error = errorOf(failure);
    if (!isRetryable(failure)) this.#out.add(name);
    if (failure.class === 'context-window') this.#list = this.#larger(name);
    else if (failure.class === 'content-policy') this.#list = this.#alias.fallback.contentPolicy;
    else if (!isOutage(failure)) this.#list = [];
  }

  /** The budget does not allow to ask it; nothing was sent. */
  tooDear(name: string, error: AppError): void {
    this.#attempts -= 1;
    this.#out.add(name);
    this.#last = { of: name, because: 'budget' };
    this.#error = error;
    this.#list = this.#alias.downgrade;
  }

  /** The prompt cannot be made to fit into it; nothing was sent. */
  tooSmall(name: string, error: AppError): void {
    this.#attempts -= 1;
    this.#out.add(name);
    // Where others failed before, asking for less need not help.
    if (this.#last === null || this.#last.because === noRoom) this.#error = error;
    this.#last = { of: name, because: noRoom };
    this.#list = this.#alias.fallback.contextWindow ?? this.#list;
  }

  /** It broke off: another one is to go on. */
  brokeOff(name: string): void {
    this.#out.add(name);
  }

  #choose(): Choice | null {
    if (this.#attempts >= mostAttempts) return null;
    const untried = this.#untried();
    const again = this.#again(untried.length > 0);
    if (again) return again;
    const next = untried.find((name) => !this.#respite(name));
    if (next === undefined) return this.#soonest(untried);
    const [first] = untried;
    const failure = first === undefined ? null : this.#respite(first);
    if (first !== undefined && failure) this.#last ??= { of: first, because: failure.class };
    return { name: next, pauseMs: 0 };
  }

  /** The same target once more, if it said when: while others wait, only as long as they may be kept waiting. */
  #again(othersWait: boolean): Choice | null {
    const name = this.#last?.of;
    const failure = name === undefined ? undefined : this.#failures.get(name);
    if (name === undefined || !failure || failure.retryAfterMs === null) return null;
    if (!othersWait || this.#waited.has(name) || this.#out.has(name) || !this.#list.includes(name))
      return null;
    const target = this.#targets.get(name);
    const pauseMs = notAtOnce(target?.respite.leftMs ?? 0);
    if (!target || performance.now() + pauseMs >= this.#firstPartBy(target)) return null;
    this.#waited.add(name);
    return { name, pauseMs };
  }

  /** Of those that failed before or are not to be asked yet the one that can be asked first. */
  #soonest(untried: readonly string[]): Choice | null {
    const backoffMs = pauseAfter(this.#attempts);
    let soonest: Choice | null = null;
    for (const name of [...untried, ...this.#failures.keys()]) {
      const target = this.#targets.get(name);
      if (!target || this.#out.has(name) || !this.#list.includes(name)) continue;
      const { leftMs, failure } = target.respite;
      const saidWhen = failure !== null || this.#failures.get(name)?.retryAfterMs != null;
      const pauseMs = saidWhen ? notAtOnce(leftMs) : backoffMs;
      if (soonest && pauseMs >= soonest.pauseMs) continue;
      if (performance.now() + pauseMs < this.#limits(target).endBy) soonest = { name, pauseMs };
      else if (failure && this.#last === null) this.#error = errorOf(failure);
    }
    return soonest;
  }

  #respite(name: string): ProviderFailure | null {
    return this.#targets.get(name)?.respite.failure ?? null;
  }

  #untried(): string[] {
    return this.#list.filter((name) => !this.#askedAt.has(name) && !this.#out.has(name));
  }

  #rests(name: string): void {
    this.#out.add(name);
    this.#last ??= { of: name, because: 'circuit-open' };
    if (this.#mayRest || this.#attempts > 0) return;
    this.#error = new AppError('MODEL_FAILED', { reason: 'it is overloaded' });
  }

  #turn(target: Target, permit: Permit, limits: Turn['limits']): Turn {
    const { name } = target.settings;
    this.#attempts += 1;
    // Told anew if it fails again, as the latest.
    this.#failures.delete(name);
    this.#askedAt.set(name, this.#askedAt.get(name) ?? performance.now());
    const instead = this.#last?.of === name ? null : this.#last;
    return { target, permit, limits, number: this.#attempts, instead };
  }

  #limits(target: Target): Turn['limits'] {
    const { chunkMs, totalMs } = target.settings.timeouts;
    const ownEnd = this.#begunAt + totalMs;
    return {
      firstPartBy: this.#firstPartBy(target),
      chunkMs,
      endBy: Math.min(ownEnd, this.#callerEnd),
      isOfCaller: this.#callerEnd <= ownEnd,
    };
  }

  /** While others wait behind it, all attempts at a target share the time for a first part. */
  #firstPartBy({ settings }: Target): number {
    const now = performance.now();
    const othersWait = this.#untried().some((name) => name !== settings.name);
    const from = othersWait ? (this.#askedAt.get(settings.name) ?? now) : now;
    return from + settings.timeouts.firstTokenMs;
  }

  /** Where a prompt may fit that did not fit here: as the alias says, else those known to have a larger window. */
  #larger(name: string): readonly string[] {
    if (this.#alias.fallback.contextWindow) return this.#alias.fallback.contextWindow;
    const windowOf = (one: string) => this.#targets.get(one)?.settings.contextTokens ?? 0;
    return this.#list.filter((one) => windowOf(one) > windowOf(name));
  }
}

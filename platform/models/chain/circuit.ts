const windowSeconds = 30;
const leastCalls = 5;
const failuresToOpen = 0.5;
const firstRestMs = 5000;
const longestRestMs = 60_000;
/** How many calls at once still go to a target that fails and for which nothing stands in. */
const callsWhileShedding = 4;

/** `shedding`: part of the calls still go through, because nothing else could answer. */
export type CircuitState = 'closed' | 'half-open' | 'shedding' | 'open';

/** Leave to ask a target once; exactly one of its ends is told. */
export interface Permit {
  /** The first part came; a probe has done its work then. */
  answered(): void;
  succeeded(): void;
  failed(): void;
  /** The call ended for a reason that says nothing about the target. */
  dropped(): void;
}

interface Second {
  at: number;
  calls: number;
  failures: number;
}

/**
 * Stops asking a target of which at least half of five or more calls in 30 s failed. After 5 s one call probes it; each
 * failed probe doubles the rest, to a minute at most.
 */
export class Circuit {
  #state: CircuitState = 'closed';
  #seconds: Second[] = [];
  #restMs = firstRestMs;
  #restUntil = 0;
  #probing = false;
  #sheddingNow = 0;

  constructor(
    private readonly changed: (state: CircuitState) => void,
    private readonly now: () => number = Date.now,
  ) {}

  get state(): CircuitState {
    return this.#state;
  }

  /** Null: not now. `mayRest` when something else can answer in its place; else the circuit sheds and never opens. */
  enter(mayRest: boolean): Permit | null {
    if (this.#state === 'closed') return this.#permit('call', mayRest);
    if (!mayRest) {
      if (this.#sheddingNow >= callsWhileShedding) return null;
      this.#sheddingNow += 1;
      return this.#permit('shed', mayRest);
    }
    if (this.#probing || this.now() < this.#restUntil) return null;
    this.#probing = true;
    this.#become('half-open');
    return this.#permit('probe', mayRest);
  }

  #permit(made: 'call' | 'probe' | 'shed', mayRest: boolean): Permit {
    let kind = made;
    let isOpen = true;
    const leave = (act: () => void) => () => {
      if (!isOpen) return;
      isOpen = false;
      if (kind === 'probe') this.#probing = false;
      if (kind === 'shed') this.#sheddingNow -= 1;
      act();
    };
    return {
      answered: () => {
        if (kind !== 'probe' || !isOpen) return;
        // From here on it is a call like any other: its answer may take long, and another one may have to probe.
        kind = 'call';
        this.#probing = false;
        this.#close();
      },
      succeeded: leave(() => {
        if (kind !== 'call' && this.#state !== 'closed') this.#close();
        else this.#count(false, mayRest);
      }),
      failed: leave(() => {
        if (kind === 'call' || this.#state === 'closed') this.#count(true, mayRest);
        else if (kind === 'probe' || this.now() >= this.#restUntil) this.#restLonger(mayRest);
      }),
      dropped: leave(() => {
        if (kind === 'probe' && this.#state === 'half-open') this.#become('open');
      }),
    };
  }

  /** What calls say that began before the circuit opened is not counted. */
  #count(isFailure: boolean, mayRest: boolean): void {
    if (this.#state !== 'closed') return;
    const at = Math.floor(this.now() / 1000);
    let last = this.#seconds.at(-1);
    if (last?.at !== at) {
      last = { at, calls: 0, failures: 0 };
      this.#seconds = [...this.#seconds.filter((one) => one.at > at - windowSeconds), last];
    }
    last.calls += 1;
    if (!isFailure) return;
    last.failures += 1;
    let calls = 0;
    let failures = 0;
    for (const one of this.#seconds) {
      calls += one.calls;
      failures += one.failures;
    }
    if (calls >= leastCalls && failures / calls >= failuresToOpen) this.#rest(firstRestMs, mayRest);
  }

  #restLonger(mayRest: boolean): void {
    this.#rest(Math.min(this.#restMs * 2, longestRestMs), mayRest);
  }

  #rest(milliseconds: number, mayRest: boolean): void {
    this.#restMs = milliseconds;
    this.#restUntil = this.now() + milliseconds;
    this.#become(mayRest ? 'open' : 'shedding');
  }

  #close(): void {
    this.#seconds = [];
    this.#restMs = firstRestMs;
    this.#become('closed');
  }

  #become(state: CircuitState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.changed(state);
  }
}

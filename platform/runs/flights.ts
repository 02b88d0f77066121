import { until } from './until.js';

/** An execution that several wait for. */
interface Flight<Outcome> {
  readonly landing: Promise<Outcome>;
  readonly stop: AbortController;
  passengers: number;
  /** What its execution waits for in turn. */
  readonly waitsFor: Set<Flight<unknown>>;
}

export type { Flight };

/**
 * Equal executions at once are one: the first begins it, the others wait for it. Who leaves stops nothing for the
 * others; when all have left it is stopped. What failed is not kept.
 */
export class Flights<Outcome> {
  readonly #flying = new Map<string, Flight<Outcome>>();
  /** How many have ended: who looked for a stored result before the last of them did may look again. */
  landed = 0;

  /** `within` is the execution that waits for this one; two that would wait for each other share nothing. */
  async share(
    key: string,
    within: Flight<unknown> | null,
    signal: AbortSignal,
    execute: (flight: Flight<unknown>, signal: AbortSignal) => Promise<Outcome>,
  ): Promise<Outcome> {
    const flying = this.#flying.get(key);
    const known = flying?.stop.signal.aborted ? undefined : flying;
    const isCircle = known !== undefined && within !== null && reaches(known, within);
    const flight = known && !isCircle ? known : this.#begin(isCircle ? null : key, execute);
    flight.passengers += 1;
    within?.waitsFor.add(flight);
    try {
      return await until(signal, flight.landing);
    } finally {
      within?.waitsFor.delete(flight);
      flight.passengers -= 1;
      if (flight.passengers === 0) flight.stop.abort(signal.reason);
    }
  }

  #begin(
    key: string | null,
    execute: (flight: Flight<unknown>, signal: AbortSignal) => Promise<Outcome>,
  ): Flight<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const stop = new AbortController();
    const flight: Flight<Outcome> = { landing: promise, stop, passengers: 0, waitsFor: new Set() };
    if (key !== null) this.#flying.set(key, flight);
    resolve(
      execute(flight, stop.signal).finally(() => {
        if (key !== null && this.#flying.get(key) === flight) this.#flying.delete(key);
        this.landed += 1;
      }),
    );
    return flight;
  }
}

function reaches(from: Flight<unknown>, to: Flight<unknown>): boolean {
  return from === to || [...from.waitsFor].some((next) => reaches(next, to));
}

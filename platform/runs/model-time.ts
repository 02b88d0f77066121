import { AppError } from 'tributary/sdk';

/** How long the model calls of a run may take in all; the built-in engine has the rest of the job's time. */
const mostMs = 240_000;

/** The one deadline of all model calls of a run, retries and fallbacks too. */
export class ModelTime {
  readonly #over = new AbortController();
  #timer: NodeJS.Timeout | null = null;

  /** Ends with `TIMEOUT` when the time is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** `deadline`: after which nobody waits for the run, in milliseconds since the epoch. */
  begin(deadline: number): void {
    const leftMs = Math.max(0, Math.min(mostMs, deadline - Date.now()));
    this.#timer = setTimeout(() => this.#over.abort(new AppError('TIMEOUT')), leftMs);
  }

  end(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}

import { AppError, type Manifest, type RequestContext } from 'tributary/sdk';
import type { Database, Ledger, ModelCall, PluginBudget } from '#platform';

/** Reserves what a run's model calls may cost before they are made, and adds up what they did cost. */
export class RunMeter {
  readonly #runId: string;
  readonly #context: RequestContext;
  readonly #database: Database;
  readonly #ledger: Ledger;
  readonly #budget: PluginBudget | null;
  #credit = 0n;
  #nanoUsd: bigint | null = 0n;
  /** Whether there is something to settle. */
  hasReserved = false;
  model: string | null = null;
  inputTokens = 0;
  outputTokens = 0;

  constructor(
    runId: string,
    context: RequestContext,
    parts: { database: Database; ledger: Ledger; plugin: Pick<Manifest, 'id' | 'budget'> },
  ) {
    this.#runId = runId;
    this.#context = context;
    this.#database = parts.database;
    this.#ledger = parts.ledger;
    this.#budget = budgetOf(parts.plugin);
  }

  /** Reserves up to this much for the calls to come. @throws AppError `BUDGET_EXCEEDED` with `resetsAt` */
  async reserve(nanoUsd: bigint): Promise<void> {
    if (nanoUsd <= 0n) return;
    const { admitted, resetsAt } = await this.#database.tenant(this.#context.tenant, (tx) =>
      this.#ledger.reserve(tx, this.#context, this.#runId, nanoUsd, this.#budget),
    );
    if (!admitted) throw new AppError('BUDGET_EXCEEDED', { resetsAt });
    this.hasReserved = true;
    this.#credit += nanoUsd;
  }

  /** Takes from what is reserved what one call may cost at most; reserves what is missing. */
  async take(nanoUsd: bigint): Promise<void> {
    if (nanoUsd > this.#credit) await this.reserve(nanoUsd - this.#credit);
    this.#credit -= nanoUsd;
  }

  used({ model, usage: { inputTokens, outputTokens }, nanoUsd }: ModelCall): void {
    this.model = model;
    this.inputTokens += inputTokens;
    this.outputTokens += outputTokens;
    this.#nanoUsd = this.#nanoUsd === null || nanoUsd === null ? null : this.#nanoUsd + nanoUsd;
  }

  get nanoUsd(): bigint | null {
    return this.#nanoUsd;
  }

  /** In dollars as a decimal string; null when a price is not known. */
  get costUsd(): string | null {
    return this.#nanoUsd === null ? null : dollars(this.#nanoUsd);
  }
}

function budgetOf({ id, budget }: Pick<Manifest, 'id' | 'budget'>): PluginBudget | null {
  if (budget?.monthlyUsd === undefined) return null;
  return { plugin: id, monthlyNano: BigInt(Math.round(budget.monthlyUsd * 1e9)) };
}

/** Nano-dollars as a decimal string of dollars. */
export function dollars(nanoUsd: bigint): string {
  const digits = nanoUsd.toString().padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -9) : `${digits.slice(0, -9)}.${fraction}`;
}

import { AppError, type Manifest, type RequestContext } from 'tributary/sdk';
import type {
  Account,
  Database,
  EndedCall,
  Ledger,
  ModelCall,
  Platform,
  Spender,
  Transaction,
} from '#platform';
import { dollars } from '#platform/models';

/** What a call was held for. */
interface Hold {
  readonly nanoUsd: bigint;
  readonly expected: EndedCall['expected'];
}

/** What a meter stands on. */
export interface MeterParts extends Pick<Platform, 'metrics'> {
  readonly database: Database;
  readonly ledger: Ledger;
}

/**
 * Holds what the model calls of one attempt may cost before they are made, and adds up what they did cost. A call that
 * has ended is settled with the next one that is held, or at the end: no statement of its own.
 */
export class RunMeter {
  readonly #account: Account;
  readonly #context: RequestContext;
  readonly #parts: MeterParts;
  readonly #held = new Map<string, Hold>();
  #ended: EndedCall[] = [];
  /** What the last `settle` has written, until it is committed. */
  #written: readonly EndedCall[] | null = null;
  /** Of calls that had not ended when all was settled. */
  readonly #givenBack = new Map<string, Hold>();
  #isOver = false;
  #nanoUsd: bigint | null = 0n;
  #expectedNano = 0n;
  /** Of the last call that was answered. */
  model: string | null = null;
  inputTokens = 0;
  outputTokens = 0;

  constructor(account: Account, context: RequestContext, parts: MeterParts) {
    this.#account = account;
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * Holds what one call may cost at most, in every budget that applies.
   * @throws AppError `BUDGET_EXCEEDED` with the budget that has no room and `resetsAt`
   */
  async reserve(callId: string, nanoUsd: bigint, expected: EndedCall['expected'] = null): Promise<void> {
    this.#held.set(callId, { nanoUsd, expected });
    if (nanoUsd > 0n) {
      const ended = this.#ended;
      this.#ended = [];
      const admission = await this.#parts.database
        .tenant(this.#context.tenant, (tx) =>
          this.#parts.ledger.hold(tx, this.#context, this.#account, { callId, nanoUsd }, ended),
        )
        .catch((error: unknown) => {
          this.#ended = [...ended, ...this.#ended];
          throw error;
        });
      this.#count(ended);
      if (!admission.admitted) {
        this.#held.delete(callId);
        const { budget, resetsAt } = admission;
        throw new AppError('BUDGET_EXCEEDED', { budget, resetsAt });
      }
    }
    this.#expectedNano += nanoUsd;
  }

  /**
   * Notes a call that has ended, whether it answered or not. One that ends only after its run, such as a stream whose
   * run was cancelled, is settled by itself.
   */
  async used(call: ModelCall): Promise<void> {
    const hold = this.#held.get(call.id) ?? this.#givenBack.get(call.id);
    this.#held.delete(call.id);
    const heldNano = hold?.nanoUsd ?? 0n;
    // Without a hold there was no price when it began, so it was not billed above one.
    const isAboveMaximum = heldNano > 0n && call.nanoUsd !== null && call.nanoUsd > heldNano;
    const ended = { call, heldNano, expected: hold?.expected ?? null, isAboveMaximum };
    const { inputTokens, outputTokens } = call.usage;
    if (call.outcome === 'ok' || outputTokens > 0) this.model = call.model;
    this.inputTokens += inputTokens;
    this.outputTokens += outputTokens;
    this.#nanoUsd = this.#nanoUsd === null || call.nanoUsd === null ? null : this.#nanoUsd + call.nanoUsd;
    if (this.#isOver) await this.#settleLate(ended);
    else this.#ended.push(ended);
  }

  /** Writes and bills all calls, and gives back what is still held: the last that the final transaction does. */
  async settle(tx: Transaction): Promise<void> {
    this.#isOver = true;
    if (this.#held.size === 0 && this.#ended.length === 0) return;
    this.#written = this.#ended;
    await this.#parts.ledger.settle(tx, this.#context, this.#account, this.#ended, [...this.#held.keys()]);
  }

  /** The transaction was committed: what `settle` billed in it is counted. */
  committed(): void {
    if (this.#written === null) return;
    this.#count(this.#written);
    this.#written = null;
    this.#ended = [];
    for (const [callId, hold] of this.#held) this.#givenBack.set(callId, hold);
    this.#held.clear();
  }

  /** What the calls were held for in all: the most that they could cost. */
  get estimatedCostUsd(): string {
    return dollars(this.#expectedNano);
  }

  get nanoUsd(): bigint | null {
    return this.#nanoUsd;
  }

  /** In dollars as a decimal string; null when a price is not known. */
  get costUsd(): string | null {
    return this.#nanoUsd === null ? null : dollars(this.#nanoUsd);
  }

  async #settleLate(ended: EndedCall): Promise<void> {
    const { database, ledger } = this.#parts;
    await database.tenant(this.#context.tenant, (tx) =>
      ledger.settle(tx, this.#context, this.#account, [ended], []),
    );
    this.#count([ended]);
  }

  #count(calls: readonly EndedCall[]): void {
    const { metrics } = this.#parts;
    for (const { call, isAboveMaximum } of calls) {
      const { model, provider, nanoUsd } = call;
      if (nanoUsd === null) metrics.llmCostUnknown.inc({ model, provider });
      else metrics.llmCost.add({ model, plugin: this.#account.plugin }, nanoUsd);
      if (isAboveMaximum) metrics.llmAboveMaximum.inc({ model, provider });
    }
  }
}

/** The account of an attempt of a run of a plugin's capability. */
export function accountOf(
  spender: Omit<Spender, 'plugin'>,
  epoch: number,
  { id, budget }: Pick<Manifest, 'id' | 'budget'>,
): Account {
  const monthly = budget?.monthlyUsd;
  const pluginMonthlyNano = monthly === undefined ? null : BigInt(Math.round(monthly * 1e9));
  return { ...spender, plugin: id, epoch, pluginMonthlyNano };
}

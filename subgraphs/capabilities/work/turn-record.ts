import { AppError, type ErrorShape, type RequestContext } from 'tributary/sdk';
import type { Database, LiveEvents, Transaction } from '#platform';
import { mostFailures } from './work-book.service.js';
import { type WorkRow, workColumns } from './work-row.js';

interface RecordParts {
  database: Database;
  live: LiveEvents;
}

/** What has come to an end since it was last written. */
interface Fresh {
  done: number;
  costs: string[];
  failures: { key: string; code: string; message: string }[];
}
const nothing = (): Fresh => ({ done: 0, costs: [], failures: [] });

/** What of a work is over, as one turn goes on: kept here, and written in small batches. */
export class TurnRecord {
  readonly #parts: RecordParts;
  readonly #context: RequestContext;
  readonly #row: WorkRow;
  readonly #holder: string;
  readonly #again: Set<string>;
  readonly #over: Set<string>;
  #after: string | null;
  #isPaged: boolean;
  #fresh = nothing();
  #isChanged = false;
  #isLost = false;
  #writing: Promise<void> = Promise.resolve();

  private constructor(parts: RecordParts, context: RequestContext, row: WorkRow, holder: string) {
    this.#parts = parts;
    this.#context = context;
    this.#row = row;
    this.#holder = holder;
    this.#again = new Set(row.again);
    this.#over = new Set(row.pageOver);
    this.#after = row.pageAfter;
    this.#isPaged = row.isPaged;
  }

  /** Takes the turn; whoever had it before can write nothing more. Null when the work is over or further on. */
  static async take(
    parts: RecordParts,
    context: RequestContext,
    { workId, turn }: { workId: string; turn: number },
    holder: string,
  ): Promise<TurnRecord | null> {
    const [row] = await parts.database.tenant(context.tenant, (tx) =>
      tx.query<WorkRow>(
        `update capabilities.works w set holder = $4
          where w.tenant_id = $1 and w.id = $2 and w.turn = $3 and w.state = 'RUNNING' returning ${workColumns}`,
        [context.tenant, workId, turn, holder],
      ),
    );
    return row ? new TurnRecord(parts, context, row, holder) : null;
  }

  /** Whether the work was cancelled, or another attempt has it. */
  get isLost(): boolean {
    return this.#isLost;
  }

  get work(): WorkRow {
    return this.#row;
  }

  /** Failed items of before that are to be tried again. */
  get again(): string[] {
    return [...this.#again];
  }

  /** After which key the next page begins; all pages are over when `isPaged`. */
  get after(): string | null {
    return this.#after;
  }

  get isPaged(): boolean {
    return this.#isPaged;
  }

  isOver(key: string): boolean {
    return this.#over.has(key);
  }

  done(key: string, costUsd: string | null): void {
    this.#fresh.done += 1;
    if (costUsd !== null) this.#fresh.costs.push(costUsd);
    this.#ended(key);
  }

  failed(key: string, { code, message }: ErrorShape): void {
    this.#fresh.failures.push({ key, code, message });
    this.#ended(key);
  }

  /** All items of the page have ended. */
  pageOver(last: string | undefined, isLastPage: boolean): void {
    this.#after = last ?? this.#after;
    this.#isPaged = isLastPage;
    this.#over.clear();
    this.#isChanged = true;
  }

  /**
   * Writes what is new and tells who watches; also finds out that the work was cancelled, or taken over.
   * @throws AppError `CONFLICT`
   */
  write(): Promise<void> {
    this.#writing = this.#writing.then(
      () => this.#write(null),
      () => this.#write(null),
    );
    return this.#writing;
  }

  /** The same with what belongs to the same transaction. */
  async writeWith(work: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#write(work);
  }

  #ended(key: string): void {
    this.#isChanged = true;
    // What is tried again belongs to no page.
    if (!this.#again.delete(key)) this.#over.add(key);
  }

  async #write(also: ((tx: Transaction) => Promise<void>) | null): Promise<void> {
    const [fresh, isChanged] = [this.#fresh, this.#isChanged];
    this.#fresh = nothing();
    this.#isChanged = false;
    try {
      await this.#parts.database.tenant(this.#context.tenant, async (tx) => {
        await (isChanged || also ? this.#store(tx, fresh) : this.#expectHeld(tx));
        await also?.(tx);
      });
    } catch (error) {
      this.#fresh = {
        done: fresh.done + this.#fresh.done,
        costs: [...fresh.costs, ...this.#fresh.costs],
        failures: [...fresh.failures, ...this.#fresh.failures],
      };
      this.#isChanged ||= isChanged;
      throw error;
    }
  }

  async #store(tx: Transaction, { done, costs, failures }: Fresh): Promise<void> {
    const { id, work } = this.#row;
    const [row] = await tx.query<{ failed: number }>(
      `update capabilities.works w
          set done = w.done + $4, failed = w.failed + $5, page_after = $6, page_over = $7, is_paged = $8, again = $9,
              cost_usd = case when cardinality($10::text[]) = 0 then w.cost_usd else
                coalesce(w.cost_usd, 0) + (select sum(cost::numeric) from unnest($10::text[]) as cost) end,
              total = greatest(w.total, w.done + $4 + w.failed + $5 + cardinality($9::text[]))
        where w.tenant_id = $1 and w.id = $2 and w.holder = $3 and w.state = 'RUNNING' returning w.failed`,
      [
        this.#context.tenant,
        id,
        this.#holder,
        done,
        failures.length,
        this.#after,
        [...this.#over],
        this.#isPaged,
        [...this.#again],
        costs,
      ],
    );
    if (!row) throw this.#lost();
    if (failures.length > 0 && row.failed <= mostFailures) await this.#keep(tx, failures);
    await this.#parts.live.publish(tx, this.#context, 'work.changed', { workId: id, work, state: 'RUNNING' });
  }

  async #keep(tx: Transaction, failures: Fresh['failures']): Promise<void> {
    await tx.query(
      `insert into capabilities.work_failures (tenant_id, work_id, key, code, message)
       select $1, $2, f.key, f.code, f.message
         from unnest($3::text[], $4::text[], $5::text[]) as f (key, code, message)
       on conflict (tenant_id, work_id, key) do update set code = excluded.code, message = excluded.message`,
      [
        this.#context.tenant,
        this.#row.id,
        failures.map(({ key }) => key),
        failures.map(({ code }) => code),
        failures.map(({ message }) => message.slice(0, 500)),
      ],
    );
  }

  async #expectHeld(tx: Transaction): Promise<void> {
    const rows = await tx.query(
      `select 1 from capabilities.works w
        where w.tenant_id = $1 and w.id = $2 and w.holder = $3 and w.state = 'RUNNING'`,
      [this.#context.tenant, this.#row.id, this.#holder],
    );
    if (rows.length === 0) throw this.#lost();
  }

  #lost(): AppError {
    this.#isLost = true;
    return new AppError(
      'CONFLICT',
      { reason: 'the work was cancelled, or is run elsewhere' },
      { retryable: false },
    );
  }
}

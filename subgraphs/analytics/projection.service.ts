import type { Schedule, SystemDatabase, Transaction } from '#platform';
import type { BusinessFacts } from './business/business-facts.service.js';
import { documentTables, factStatements } from './fact-statements.js';

/** Events read in one turn; more are read in the next. */
const most = 20_000;
/** A publication commits a little after the time it bears; so much is read again, which changes nothing. */
const overlapSeconds = 15;
const everyMs = 2000;

/**
 * Keeps the facts by reading published events in bulk. A job for each event would do the same at a hundred times the
 * cost: ingesting one document makes a dozen of them.
 */
export class FactProjection {
  constructor(private readonly parts: { system: SystemDatabase }) {}

  /** Reads what was published since the last turn; true when more is left. */
  async advance(): Promise<boolean> {
    return this.parts.system.across(async (tx) => {
      // Of two workers the second waits here and then finds little to do.
      const [progress] = await tx.query<{ until: string }>(
        'select published_until::text as until from analytics.progress for update',
      );
      const since = progress?.until ?? '-infinity';
      const end = await this.#end(tx, since);
      if (end.until === null) return false;
      for (const { event, sql } of factStatements) {
        if (!end.names.includes(event)) continue;
        await tx.query(sql, [end.from, end.until]);
      }
      await tx.query('update analytics.progress set published_until = $1', [end.until]);
      return end.more;
    });
  }

  /** Forgets all facts; the next turns make them anew from the events that the outbox still keeps. */
  async rebuild(): Promise<void> {
    await this.parts.system.across(async (tx) => {
      await tx.query('select from analytics.progress for update');
      for (const table of factTables) await tx.query(`delete from analytics.${table}`);
      await tx.query(`update analytics.progress set published_until = '-infinity'`);
    });
    while (await this.advance());
  }

  /** The window of this turn as text: a `Date` would lose the microseconds. */
  async #end(tx: Transaction, since: string) {
    const [window] = await tx.query<{ from: string; until: string | null; count: number }>(
      `select ($1::timestamptz - $2 * interval '1 s')::text as from, max(published_at)::text as until, count(*) as count
       from (select published_at from platform.outbox where published_at > $1::timestamptz
             order by published_at limit $3) fresh`,
      [since, overlapSeconds, most],
    );
    const until = window?.until ?? null;
    if (until === null) return { from: since, until, names: [] as string[], more: false };
    const from = window?.from ?? since;
    const names = await tx.query<{ name: string }>(
      'select distinct name from platform.outbox where published_at > $1 and published_at <= $2',
      [from, until],
    );
    return { from, until, names: names.map(({ name }) => name), more: window?.count === most };
  }
}

export const factTables = [...documentTables, 'run_facts', 'feedback_facts'] as const;

export function projectionSchedule(projection: FactProjection, business: BusinessFacts): Schedule {
  return {
    name: 'analytics.facts',
    everyMs,
    async run(signal) {
      while (!signal.aborted && (await projection.advance()));
      while (!signal.aborted && (await business.refresh()));
    },
  };
}

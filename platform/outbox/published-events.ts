import type { DomainEvent, EventName } from 'tributary/sdk';
import type { Schedule, SystemDatabase, Transaction } from '#platform';

/** Events stay for 90 days after they were published, so that projections can be rebuilt from them. */
const keptDays = 90;

/** Which part of the events; times are ISO 8601. */
export interface EventPage {
  after: string | null;
  first: number;
  from?: string | null;
  to?: string | null;
}

/** The events of the transaction's tenant in their order; begin with `after: null`. */
export function readEvents<Name extends EventName>(
  tx: Transaction,
  names: readonly Name[],
  { after, first, from = null, to = null }: EventPage,
): Promise<DomainEvent<Name>[]> {
  return tx
    .query<{ id: string; name: Name; payload: DomainEvent<Name>['payload']; at: Date }>(
      `select id, name, payload, at from platform.outbox
      where name = any($1) and ($2::uuid is null or id > $2) and ($4::timestamptz is null or at >= $4)
        and ($5::timestamptz is null or at < $5) order by id limit $3`,
      [names, after, first, from, to],
    )
    .then((rows) => rows.map((row) => ({ ...row, at: row.at.toISOString() }) as DomainEvent<Name>));
}

export function outboxRetention({ system }: { system: SystemDatabase }): Schedule {
  return {
    name: 'outbox.retention',
    everyMs: 3_600_000,
    run: async () => {
      await system.across((tx) =>
        tx.query(`delete from platform.outbox where published_at < now() - $1 * interval '1 day'`, [
          keptDays,
        ]),
      );
    },
  };
}

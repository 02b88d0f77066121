import type { Schedule, SystemDatabase } from '#platform';

const everyMs = 6 * 3_600_000;
const keptDays = 90;

/** Forgets works that ended long ago. */
export function workRetention({ system }: { system: SystemDatabase }): Schedule {
  return {
    name: 'capabilities.works',
    everyMs,
    async run() {
      await system.across((tx) =>
        tx.query(`delete from capabilities.works where finished_at < now() - $1 * interval '1 day'`, [
          keptDays,
        ]),
      );
    },
  };
}

import type { Schedule, SystemDatabase } from '#platform';

/** Traces are kept for as long as the operator says; the decisions that they explain stay. */
export function traceRetention(parts: { system: SystemDatabase; days: number }): Schedule {
  return {
    name: 'capabilities.trace-retention',
    everyMs: 3_600_000,
    run: async () => {
      await parts.system.across((tx) =>
        tx.query(`delete from capabilities.run_traces where at < now() - $1 * interval '1 day'`, [
          parts.days,
        ]),
      );
    },
  };
}

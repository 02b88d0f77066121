import type { Schedule, SystemDatabase } from '#platform';
import type { Metrics } from '#platform/telemetry';

/** Measures how long the oldest event waits to be published. */
export function outboxLag(parts: { system: SystemDatabase; metrics: Pick<Metrics, 'outboxLag'> }): Schedule {
  return {
    name: 'outbox.lag',
    everyMs: 5_000,
    run: async () => {
      const [oldest] = await parts.system.across((tx) =>
        tx.query<{ seconds: number | null }>(
          `select extract(epoch from clock_timestamp() - at)::float8 as seconds
             from platform.outbox where published_at is null order by id limit 1`,
        ),
      );
      parts.metrics.outboxLag.set(Math.max(0, oldest?.seconds ?? 0));
    },
  };
}

import type { RunLog } from '#platform';
import { findAppError } from '#platform/errors';
import type { Metrics } from '#platform/telemetry';

/** The run log, counting the readers that come back with a cursor and what became of them. */
export function countResumes<Log extends RunLog>(log: Log, metrics: Pick<Metrics, 'streamResume'>): Log {
  return {
    ...log,
    async *follow(tenant: string, runId: string, after: string | null, signal: AbortSignal) {
      let isCounted = after === null;
      const count = (result: string) => {
        if (!isCounted) metrics.streamResume.inc({ result });
        isCounted = true;
      };
      try {
        for await (const event of log.follow(tenant, runId, after, signal)) {
          count('RESUMED');
          yield event;
        }
        count('ENDED');
      } catch (error) {
        count(findAppError(error)?.code ?? 'INTERNAL');
        throw error;
      }
    },
  };
}

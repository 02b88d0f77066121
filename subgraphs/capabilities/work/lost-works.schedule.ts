import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Database, Schedule, SystemDatabase } from '#platform';
import type { WorkBook } from './work-book.service.js';
import { turnJobName } from './work-line.js';

const everyMs = 60_000;
const mostAtOnce = 100;

/**
 * Ends works whose turn is nobody's job any more, as when it could not even be written that it failed: else they would
 * go on for ever without going on, and keep others waiting.
 */
export function lostWorks(parts: { database: Database; system: SystemDatabase; book: WorkBook }): Schedule {
  const { database, system, book } = parts;
  return {
    name: 'capabilities.lost-works',
    everyMs,
    async run(signal) {
      const lost = await system.across((tx) =>
        tx.query<{ tenant: string; id: string; work: string }>(
          `select w.tenant_id as tenant, w.id, w.work from capabilities.works w
            where w.state = 'RUNNING' and not w.conducted and not exists (
              select from platform.jobs j where j.tenant_id = w.tenant_id and j.name = $1
                 and j.key = w.id || ' ' || w.turn and j.state in ('waiting', 'queued', 'running'))
            limit $2`,
          [turnJobName, mostAtOnce],
        ),
      );
      for (const { tenant, id, work } of lost) {
        if (signal.aborted) return;
        const { code, message } = new AppError('JOB_LOST', { job: id, attempts: 1 });
        await database.tenant(tenant, (tx) =>
          book.end(
            tx,
            contextOfSchedule(tenant),
            { id, work },
            { state: 'FAILED', error: { code, message } },
          ),
        );
      }
    },
  };
}

function contextOfSchedule(tenant: string): RequestContext {
  return {
    tenant,
    actor: 'system:works',
    roles: [],
    scopes: [],
    groups: [],
    rights: { mode: 'any', principals: [] },
    requestId: newId(),
    traceparent: '00-00000000000000000000000000000000-0000000000000000-00',
    deadline: Date.now() + everyMs,
    generation: null,
  };
}

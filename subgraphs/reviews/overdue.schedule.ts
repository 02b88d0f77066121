import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Clock, Schedule, SystemDatabase } from '#platform';
import { isToEscalate, isToExpire, type ReviewDeadlines } from './review-deadlines.service.js';

const everyMs = 10_000;

/** Closes reviews whose deadline has passed, and gives to others what waits too long, tenant by tenant. */
export function overdueSchedule(parts: {
  system: SystemDatabase;
  deadlines: ReviewDeadlines;
  clock: Clock;
}): Schedule {
  return {
    name: 'reviews.overdue',
    everyMs,
    async run(signal) {
      const due = await parts.system.across((tx) =>
        tx.query<{ tenant: string }>(
          `select distinct tenant_id as tenant from reviews.reviews where (${isToEscalate}) or (${isToExpire})`,
          [parts.clock.now()],
        ),
      );
      for (const { tenant } of due) {
        if (signal.aborted) return;
        const context = contextOfSchedule(tenant, parts.clock);
        await parts.deadlines.escalate(context);
        await parts.deadlines.expire(context);
      }
    },
  };
}

function contextOfSchedule(tenant: string, clock: Clock): RequestContext {
  return {
    tenant,
    actor: 'system:reviews',
    roles: [],
    scopes: [],
    groups: [],
    rights: { mode: 'any', principals: [] },
    requestId: newId(),
    traceparent: '00-00000000000000000000000000000000-0000000000000000-00',
    deadline: clock.now().getTime() + everyMs,
    generation: null,
  };
}

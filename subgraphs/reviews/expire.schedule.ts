import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Clock, Schedule, SystemDatabase } from '#platform';
import type { ReviewsService } from './reviews.service.js';

const everyMs = 30_000;

/** Closes reviews whose deadline has passed, tenant by tenant. */
export function expireSchedule(parts: {
  system: SystemDatabase;
  reviews: ReviewsService;
  clock: Clock;
}): Schedule {
  return {
    name: 'reviews.expire',
    everyMs,
    async run(signal) {
      const due = await parts.system.across((tx) =>
        tx.query<{ tenant: string }>(
          `select distinct tenant_id as tenant from reviews.reviews where state = 'OPEN' and deadline <= $1`,
          [parts.clock.now()],
        ),
      );
      for (const { tenant } of due) {
        if (signal.aborted) return;
        await parts.reviews.expire(contextOfSchedule(tenant, parts.clock));
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

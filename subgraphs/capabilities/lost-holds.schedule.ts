import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Database, Ledger, Schedule, SystemDatabase } from '#platform';

const everyMs = 3_600_000;

/**
 * Bills what a worker held that was lost and whose work nobody took up: a budget is not held for ever. A day is longer
 * than any call.
 */
export function lostHolds(parts: { database: Database; system: SystemDatabase; ledger: Ledger }): Schedule {
  return {
    name: 'capabilities.lost-holds',
    everyMs,
    async run(signal) {
      const lost = await parts.system.across((tx) =>
        tx.query<{ tenant: string; run: string }>(
          `select tenant_id as tenant, run_id as run from capabilities.holds
            group by 1, 2 having max(held_at) < now() - interval '1 day' limit 1000`,
        ),
      );
      for (const { tenant, run } of lost) {
        if (signal.aborted) return;
        await parts.database.tenant(tenant, (tx) =>
          parts.ledger.billLost(tx, contextOfSchedule(tenant), run),
        );
      }
    },
  };
}

function contextOfSchedule(tenant: string): RequestContext {
  return {
    tenant,
    actor: 'system:costs',
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

import { z } from 'tributary/sdk';
import type { Database, Eraser, JobDefinition } from '#platform';

const payload = z.object({});

/**
 * Erases a tenant from every store, one transaction a store, so that a large tenant does not hold one transaction open
 * for long. Each eraser may run twice. What accounts itself keeps goes last: while it is there the job can begin anew.
 */
export function deleteTenantJob(parts: {
  database: Database;
  erasers: readonly Eraser[];
}): JobDefinition<typeof payload> {
  return {
    name: 'accounts.delete-tenant',
    queue: 'system',
    payload,
    attempts: 20,
    timeoutMs: 600_000,
    async run(_payload, job) {
      const { tenant } = job.context;
      const ordered = parts.erasers.toSorted((one, other) => rank(one) - rank(other));
      for (const eraser of ordered) {
        const erase = eraser.tenant?.bind(eraser);
        if (!erase) continue;
        await parts.database.tenant(tenant, (tx) => erase(tx), { signal: job.signal, timeoutMs: 120_000 });
        job.log.info({ tenant, store: eraser.name }, 'erased a tenant from a store');
      }
    },
  };
}

const rank = (eraser: Eraser): number => (eraser.name === accountsEraser.name ? 1 : 0);

/** What accounts itself keeps of a tenant. */
export const accountsEraser: Eraser = {
  name: 'accounts',
  async tenant(tx) {
    await tx.query('delete from platform.principals');
    for (const table of ['api_keys', 'memberships', 'groups', 'members', 'tenants']) {
      await tx.query(`delete from accounts.${table}`);
    }
  },
};

import { z } from 'tributary/sdk';
import type { Database, Eraser, JobDefinition, Outbox } from '#platform';

const payload = z.object({
  /** The second time. */
  again: z.boolean().default(false),
});
const name = 'accounts.delete-tenant';
/** By then every request and job that was under way when the tenant was deleted has ended. */
const againMs = 20_000;

/**
 * Erases a tenant from every store, one transaction a store, so that a large tenant does not hold one transaction open
 * for long. Each eraser may run twice. What accounts itself keeps goes last: while it is there the job can begin anew.
 * It runs a second time, later, for what was still under way the first time and was written behind an eraser's back.
 */
export function deleteTenantJob(parts: {
  database: Database;
  outbox: Outbox;
  erasers: readonly Eraser[];
}): JobDefinition<typeof payload> {
  return {
    name,
    queue: 'system',
    payload,
    attempts: 20,
    timeoutMs: 600_000,
    async run({ again }, job) {
      const { tenant } = job.context;
      const ordered = parts.erasers.toSorted((one, other) => rank(one) - rank(other));
      for (const eraser of ordered) {
        const erase = eraser.tenant?.bind(eraser);
        if (!erase) continue;
        await parts.database.tenant(tenant, (tx) => erase(tx), { signal: job.signal, timeoutMs: 120_000 });
        job.log.info({ store: eraser.name }, 'erased a tenant from a store');
      }
      if (again) return;
      const later = { name, payload: { again: true }, key: 'delete-tenant-again', delayMs: againMs };
      await parts.database.tenant(tenant, (tx) => parts.outbox.job(tx, job.context, later));
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

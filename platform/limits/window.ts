import type { Database } from '#platform';

const slotMs = 5000;
const slots = 12;

export interface Grant {
  /** How many of the wanted operations may be done. */
  granted: number;
  /** When fewer were granted than wanted: after this time some may be again. */
  retryAfterSeconds: number;
}

/**
 * Takes up to `wanted` of what a tenant has left in the last minute, in a window that slides by five seconds. All
 * processes count in one table; a lock a tenant keeps them from granting the same operation twice.
 */
export async function takeFromWindow(
  database: Database,
  request: { tenant: string; wanted: number; perMinute: number; now: Date },
): Promise<Grant> {
  const { tenant, wanted, perMinute, now } = request;
  const slot = Math.floor(now.getTime() / slotMs);
  return database.tenant(tenant, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('limits/' || $1, 0))`, [tenant]);
    const rows = await tx.query<{ slot: number; used: number }>(
      'select slot, used from platform.limits where slot > $1 order by slot',
      [slot - slots],
    );
    const used = rows.reduce((sum, row) => sum + row.used, 0);
    const granted = Math.max(0, Math.min(wanted, perMinute - used));
    if (granted > 0) {
      await tx.query(
        `with gone as (delete from platform.limits where slot <= $4)
         insert into platform.limits as kept (tenant_id, slot, used) values ($1, $2, $3)
         on conflict (tenant_id, slot) do update set used = kept.used + excluded.used`,
        [tenant, slot, granted, slot - slots],
      );
    }
    const oldest = rows[0]?.slot ?? slot;
    const freeAt = (oldest + slots) * slotMs;
    return { granted, retryAfterSeconds: Math.max(1, Math.ceil((freeAt - now.getTime()) / 1000)) };
  });
}

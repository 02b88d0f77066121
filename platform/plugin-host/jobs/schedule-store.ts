import { AppError, type RequestContext, type ScheduleInfo, type ScheduleTime, z } from 'tributary/sdk';
import type { Clock, Database } from '#platform';
import { nextAt } from './schedule-time.js';

const mostSchedules = 100;
const scheduleName = z.string().regex(/^[\w.:-]{1,100}$/, 'letters, digits and . : - _, at most 100');

/** A schedule with the job that it makes. */
export interface NewSchedule {
  name: string;
  job: string;
  payload: unknown;
  time: ScheduleTime;
}

type Row = Omit<ScheduleInfo, 'nextAt'> & { nextAt: Date };

/** The schedules of plugins, by tenant, plugin and name. */
export class ScheduleStore {
  constructor(private readonly parts: { database: Database; clock: Clock }) {}

  /** @throws AppError `BAD_USER_INPUT` */
  async set({ tenant }: RequestContext, plugin: string, schedule: NewSchedule): Promise<void> {
    const { name, job, payload, time } = schedule;
    const checked = scheduleName.safeParse(name);
    if (!checked.success)
      throw new AppError('BAD_USER_INPUT', { reason: `name: ${checked.error.issues[0]?.message}` });
    const next = nextAt(time, this.parts.clock.now());
    await this.parts.database.tenant(tenant, async (tx) => {
      const [others] = await tx.query<{ count: number }>(
        'select count(*)::int as count from platform.plugin_schedules where plugin = $1 and name <> $2',
        [plugin, name],
      );
      if ((others?.count ?? 0) >= mostSchedules) {
        throw new AppError('BAD_USER_INPUT', { reason: `${plugin} has ${mostSchedules} schedules already` });
      }
      // Set again as it was it keeps its turn, so a plugin may say at every start what it wants.
      await tx.query(
        `insert into platform.plugin_schedules as s (tenant_id, plugin, name, job, payload, time, next_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (tenant_id, plugin, name) do update set job = excluded.job, payload = excluded.payload,
           time = excluded.time, next_at = case when s.time = excluded.time then s.next_at else excluded.next_at end`,
        [tenant, plugin, name, job, JSON.stringify(payload ?? null), JSON.stringify(time), next],
      );
    });
  }

  async remove({ tenant }: RequestContext, plugin: string, name: string): Promise<void> {
    await this.parts.database.tenant(tenant, (tx) =>
      tx.query('delete from platform.plugin_schedules where plugin = $1 and name = $2', [plugin, name]),
    );
  }

  async list({ tenant }: RequestContext, plugin: string): Promise<ScheduleInfo[]> {
    const rows = await this.parts.database.tenant(tenant, (tx) =>
      tx.query<Row>(
        `select name, job, time, next_at as "nextAt" from platform.plugin_schedules
          where plugin = $1 order by name limit ${mostSchedules}`,
        [plugin],
      ),
    );
    return rows.map((row) => ({ ...row, nextAt: row.nextAt.toISOString() }));
  }
}

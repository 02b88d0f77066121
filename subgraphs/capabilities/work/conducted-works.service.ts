import { AppError, type RequestContext, type WorkReport, type WorkState } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Database, LiveEvents, Outbox, Transaction, WorkKinds } from '#platform';
import { tellChange } from './tell-change.js';
import { isOver } from './work-row.js';

interface ConductedParts {
  database: Database;
  outbox: Outbox;
  live: LiveEvents;
  works: WorkKinds;
}

/** Keeps what the owners of works report that they conduct by jobs of their own. */
export class ConductedWorks {
  constructor(private readonly parts: ConductedParts) {}

  /** What is over stays so: a late report of an earlier state changes nothing. */
  async report(
    within: Transaction | null,
    context: RequestContext,
    report: WorkReport & { work: string },
  ): Promise<void> {
    if (!validate(report.workId)) throw new AppError('BAD_USER_INPUT', { reason: 'workId is not a UUID' });
    const keep = (tx: Transaction) => this.keep(tx, context, report);
    await (within ? keep(within) : this.parts.database.tenant(context.tenant, keep));
  }

  private async keep(
    tx: Transaction,
    context: RequestContext,
    report: WorkReport & { work: string },
  ): Promise<void> {
    const { workId: id, work, state, total, done, failed = 0, costUsd = null, error = null } = report;
    const over = isOver({ state });
    const [kept] = await tx.query<{ before: WorkState | null }>(
      `with before as (select state from capabilities.works where tenant_id = $1 and id = $2)
       insert into capabilities.works as w (tenant_id, id, work, plugin, conducted, state, actor, payload,
         estimated_items, estimated_cost_usd, total, done, failed, cost_usd, error, started_at, finished_at)
       values ($1, $2, $3, $4, true, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, clock_timestamp(),
         case when $15 then clock_timestamp() end)
       on conflict (tenant_id, id) do update set state = excluded.state, total = excluded.total,
         done = excluded.done, failed = excluded.failed, cost_usd = coalesce(excluded.cost_usd, w.cost_usd),
         error = excluded.error, finished_at = excluded.finished_at
        where w.conducted and w.work = excluded.work and w.state in ('PENDING', 'RUNNING')
       returning (select state from before)`,
      [
        context.tenant,
        id,
        work,
        pluginOf(this.parts.works, work),
        state,
        context.actor,
        JSON.stringify(report.payload ?? null),
        report.estimate?.items ?? null,
        report.estimate?.costUsd ?? null,
        total,
        done,
        failed,
        costUsd,
        error && JSON.stringify(error),
        over,
      ],
    );
    if (!kept) return;
    if (kept.before === state) {
      await this.parts.live.publish(tx, context, 'work.changed', { workId: id, work, state });
    } else await tellChange(this.parts.outbox, tx, context, { id, work, state });
  }
}

/** Also of one that is switched off meanwhile: a kind is named after its plugin. */
function pluginOf(works: WorkKinds, work: string): string | null {
  const kind = works.list().find(({ id }) => id === work);
  return kind ? kind.plugin : (work.split('.')[0] ?? null);
}

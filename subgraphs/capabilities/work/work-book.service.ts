import { AppError, type RequestContext, type WorkState } from 'tributary/sdk';
import { v7 as newId, validate } from 'uuid';
import type { Database, Outbox, Transaction, WorkKinds } from '#platform';
import { isAuthorized } from '#platform/access';
import { tellChange } from './tell-change.js';
import { admit } from './work-line.js';
import { isOver, type WorkRow, workColumns } from './work-row.js';

const estimateMs = 30_000;
const cancelMs = 30_000;
/** Failed items that are remembered, to be tried again; the others are only counted. */
export const mostFailures = 1_000;

export interface BookParts {
  database: Database;
  outbox: Outbox;
  works: WorkKinds;
}

export interface StartWork {
  work: string;
  payload: unknown;
  key: string | null;
}

/** Begins, cancels and resumes works. */
export class WorkBook {
  constructor(private readonly parts: BookParts) {}

  async estimate(context: RequestContext, { work, payload }: Omit<StartWork, 'key'>) {
    const open = await this.parts.works.open(context, work, payload);
    return { open, estimate: await open.estimate(AbortSignal.timeout(estimateMs)) };
  }

  /** The same key of the same actor is the same work. */
  async start(context: RequestContext, request: StartWork): Promise<{ workId: string; isNew: boolean }> {
    const { work, payload, key } = request;
    if ((key?.length ?? 0) > 200)
      throw new AppError('BAD_USER_INPUT', { reason: 'the key is longer than 200 characters' });
    const before = key === null ? null : await this.byKey(context, request);
    if (before) return { workId: before, isNew: false };
    const { open, estimate } = await this.estimate(context, { work, payload });
    if (open.kind.isConducted) {
      return { ...(await open.start(AbortSignal.timeout(estimateMs))), isNew: true };
    }
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const id = newId();
      const made = await tx.query(
        `insert into capabilities.works (tenant_id, id, work, plugin, state, actor, rights, key, payload,
           estimated_items, estimated_cost_usd, total)
         values ($1, $2, $3, $4, 'PENDING', $5, $6, $7, $8, $9, $10, $9)
         on conflict (tenant_id, actor, work, key) where key is not null do nothing returning id`,
        [
          context.tenant,
          id,
          work,
          open.kind.plugin,
          context.actor,
          isMember(context.actor) ? null : JSON.stringify(context.rights),
          key,
          JSON.stringify(payload ?? null),
          estimate.items,
          estimate.costUsd,
        ],
      );
      // Somebody was faster with the same key.
      if (made.length === 0) return { workId: await keyed(tx, context, request), isNew: false };
      await tellChange(this.parts.outbox, tx, context, { id, work, state: 'PENDING' });
      await this.audit(tx, context, 'start', { id, work }, { ...estimate });
      await admit(tx, context, this.parts.outbox);
      return { workId: id, isNew: true };
    });
  }

  /** @throws AppError `NOT_FOUND`, `CONFLICT` (it is over) */
  async cancel(context: RequestContext, workId: string): Promise<void> {
    const { database, works } = this.parts;
    const found = await database.tenant(context.tenant, async (tx) => {
      const row = await ownWork(tx, context, workId);
      if (isOver(row)) throw new AppError('CONFLICT', { reason: `The work is ${row.state}` });
      if (!row.isConducted) await this.end(tx, context, row, { state: 'CANCELLED', error: null });
      return row;
    });
    if (found.isConducted) await works.cancel(context, found.work, workId, AbortSignal.timeout(cancelMs));
  }

  /**
   * Goes on with one that was cancelled or failed; of one that has finished the items that failed are tried again.
   * @throws AppError `NOT_FOUND`, `CONFLICT`
   */
  async resume(context: RequestContext, workId: string): Promise<void> {
    const { database, outbox } = this.parts;
    await database.tenant(context.tenant, async (tx) => {
      const row = await ownWork(tx, context, workId);
      expectResumable(row);
      await tx.query(
        `with again as (
           delete from capabilities.work_failures where tenant_id = $1 and work_id = $2 returning key)
         update capabilities.works w set state = 'PENDING', error = null, finished_at = null, holder = null,
                waits_since = clock_timestamp(), again = w.again || array(select key from again),
                failed = w.failed - (select count(*) from again)
          where w.tenant_id = $1 and w.id = $2`,
        [context.tenant, workId],
      );
      await tellChange(this.parts.outbox, tx, context, { ...row, state: 'PENDING' });
      await this.audit(tx, context, 'resume', row, { done: row.done, failed: row.failed });
      await admit(tx, context, outbox);
    });
  }

  /** Ends one that nobody else has ended, and lets the next one go on; false when it was over. */
  async end(
    tx: Transaction,
    context: RequestContext,
    { id, work }: Pick<WorkRow, 'id' | 'work'>,
    end: { state: WorkState; error: WorkRow['error'] },
  ): Promise<boolean> {
    const [row] = await tx.query<WorkRow>(
      `update capabilities.works w set state = $3, error = $4, holder = null, finished_at = clock_timestamp(),
              total = case when $3 = 'FINISHED' then w.done + w.failed else w.total end
        where w.tenant_id = $1 and w.id = $2 and w.state in ('PENDING', 'RUNNING') returning ${workColumns}`,
      [context.tenant, id, end.state, end.error && JSON.stringify(end.error)],
    );
    if (!row) return false;
    await tellChange(this.parts.outbox, tx, context, row);
    const { done, failed, costUsd } = row;
    const action = end.state === 'CANCELLED' ? 'cancel' : 'end';
    const code = end.error?.code ?? null;
    await this.audit(tx, context, action, { id, work }, { state: end.state, done, failed, costUsd, code });
    await admit(tx, context, this.parts.outbox);
    return true;
  }

  private async audit(
    tx: Transaction,
    context: RequestContext,
    action: string,
    { id, work }: Pick<WorkRow, 'id' | 'work'>,
    body: Record<string, unknown>,
  ): Promise<void> {
    const subjects = [{ type: 'Work', id }];
    await this.parts.outbox.audit(tx, context, {
      kind: 'mutation',
      action: `works.${action}`,
      subjects,
      body: { work, ...body },
    });
  }

  private byKey(context: RequestContext, request: StartWork): Promise<string | null> {
    return this.parts.database.tenant(context.tenant, (tx) => keyed(tx, context, request));
  }
}

/** @throws AppError `CONFLICT` when the key was used for another payload */
async function keyed<Found extends string | null>(
  tx: Transaction,
  { tenant, actor }: RequestContext,
  { work, payload, key }: StartWork,
): Promise<Found> {
  const [row] = await tx.query<{ id: string; same: boolean }>(
    `select id, payload = $5::jsonb as same from capabilities.works
      where tenant_id = $1 and actor = $2 and work = $3 and key = $4`,
    [tenant, actor, work, key, JSON.stringify(payload ?? null)],
  );
  if (row?.same === false) throw new AppError('CONFLICT', { reason: 'the key was used for another payload' });
  return (row?.id ?? null) as Found;
}

/** One's own, or anybody's for who may manage work; locked. @throws AppError `NOT_FOUND` */
async function ownWork(tx: Transaction, context: RequestContext, workId: string): Promise<WorkRow> {
  const [row] = validate(workId)
    ? await tx.query<WorkRow>(
        `select ${workColumns} from capabilities.works w where w.tenant_id = $1 and w.id = $2 for update`,
        [context.tenant, workId],
      )
    : [];
  const mayChange = row && (row.actor === context.actor || isAuthorized(context, 'work:manage'));
  if (!mayChange) throw new AppError('NOT_FOUND', { thing: 'The work' });
  return row;
}

function expectResumable(row: WorkRow): void {
  const { state, isConducted, failed } = row;
  if (isConducted)
    throw new AppError('CONFLICT', { reason: `${row.work} cannot be resumed; start it again` });
  if (!isOver(row)) throw new AppError('CONFLICT', { reason: `The work is ${state}` });
  if (state === 'FINISHED' && failed === 0)
    throw new AppError('CONFLICT', { reason: 'The work has finished, and nothing of it failed' });
}

const isMember = (actor: string) => actor.startsWith('user:') || actor.startsWith('key:');

import { AppError, type RequestContext, type WorkState, type WorkSummary } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Database } from '#platform';
import { isAuthorized } from '#platform/access';
import { decodeCursor, type Page, pageOf, pageSize } from '#platform/graph';
import { summaryOf, type WorkRow, workColumns } from './work-row.js';

const mostFound = 200;

export interface WorkFilter {
  work?: string | null;
  state?: WorkState | null;
}

/** An item that failed. */
export interface FailedItem {
  key: string;
  code: string;
  message: string;
}

/** Works that the caller may see: one's own, and everybody's for who may manage work. */
export class WorkReader {
  constructor(private readonly database: Database) {}

  /** Null for what does not exist or may not be seen; in the order of the ids. */
  async find(context: RequestContext, ids: readonly string[]): Promise<(WorkRow | null)[]> {
    const wanted = ids.filter((id) => validate(id));
    if (wanted.length === 0) return ids.map(() => null);
    const rows = await this.database.tenant(context.tenant, (tx) =>
      tx.query<WorkRow>(
        `select ${workColumns} from capabilities.works w
          where w.tenant_id = $1 and w.id = any($2) and ($3::text is null or w.actor = $3)`,
        [context.tenant, wanted, onlyOf(context)],
      ),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
  }

  /** @throws AppError `BAD_USER_INPUT` */
  async summaries(context: RequestContext, ids: readonly string[]): Promise<(WorkSummary | null)[]> {
    if (ids.length > mostFound)
      throw new AppError('BAD_USER_INPUT', { reason: `more than ${mostFound} works are asked for` });
    return (await this.find(context, ids)).map((row) => row && summaryOf(row));
  }

  /** Newest first. */
  async list(
    context: RequestContext,
    filter: WorkFilter,
    page: { first: number; after: string | null },
  ): Promise<Page<WorkRow>> {
    const first = pageSize(page.first);
    const [createdAt, id] = page.after ? decodeCursor(page.after, 2).map(String) : [null, null];
    const matching = `w.tenant_id = $1 and ($2::text is null or w.actor = $2)
      and ($3::text is null or w.work = $3) and ($4::text is null or w.state = $4)`;
    const values = [context.tenant, onlyOf(context), filter.work ?? null, filter.state ?? null];
    const [rows, totals] = await this.database.tenant(context.tenant, async (tx) => [
      await tx.query<WorkRow>(
        `select ${workColumns} from capabilities.works w
          where ${matching} and ($5::timestamptz is null
             or (date_trunc('milliseconds', w.created_at), w.id) < ($5, $6::uuid))
          order by date_trunc('milliseconds', w.created_at) desc, w.id desc limit $7`,
        [...values, createdAt, id, first + 1],
      ),
      await tx.query<{ count: number }>(
        `select count(*) as count from capabilities.works w where ${matching}`,
        values,
      ),
    ]);
    return pageOf(rows, {
      first,
      after: page.after,
      totalCount: totals[0]?.count ?? 0,
      cursorOf: (row) => [row.createdAt.toISOString(), row.id],
    });
  }

  /** By key; of works that may be seen. */
  failures(
    { tenant }: RequestContext,
    workId: string,
    page: { first: number; after: string | null },
  ): Promise<Page<FailedItem>> {
    const first = pageSize(page.first);
    const [after] = page.after ? decodeCursor(page.after, 1).map(String) : [null];
    return this.database.tenant(tenant, async (tx) => {
      const rows = await tx.query<FailedItem>(
        `select key, code, message from capabilities.work_failures
          where tenant_id = $1 and work_id = $2 and ($3::text is null or key > $3) order by key limit $4`,
        [tenant, workId, after, first + 1],
      );
      const [counted] = await tx.query<{ count: number }>(
        'select count(*) as count from capabilities.work_failures where tenant_id = $1 and work_id = $2',
        [tenant, workId],
      );
      const totalCount = counted?.count ?? 0;
      return pageOf(rows, { first, after: page.after, totalCount, cursorOf: ({ key }) => [key] });
    });
  }
}

/** Null: everybody's. */
function onlyOf(context: RequestContext): string | null {
  return isAuthorized(context, 'work:manage') ? null : context.actor;
}

import { AppError, type RequestContext, z } from 'tributary/sdk';
import type { Database, RunState } from '#platform';
import { authorize } from '#platform/access';
import { decodeCursor, type Page, pageOf, pageSize } from '#platform/graph';
import type { Run } from './run.type.js';
import { runColumns, type StoredRun } from './run-row.js';
import { visibleTo } from './visible-runs.js';

export interface RunFilter {
  capability?: string | null;
  state?: RunState | null;
  documentId?: string | null;
}

const uuid = z.uuid();

/** Runs that the caller may see: one's own, those of the same rights, and those made for all readers of their documents. */
export class RunReader {
  constructor(private readonly database: Database) {}

  /** Null for what does not exist or may not be seen; in the order of the ids. */
  async find(context: RequestContext, ids: readonly string[]): Promise<(Run | null)[]> {
    authorize(context, 'documents:read');
    const wanted = ids.filter((id) => uuid.safeParse(id).success);
    if (wanted.length === 0) return ids.map(() => null);
    const visible = visibleTo(context, 2);
    const rows = await this.database.tenant(context.tenant, (tx) =>
      tx.query<StoredRun>(
        `select ${runColumns} from capabilities.runs r where r.id = any($1) and ${visible.sql}`,
        [wanted, ...visible.values],
      ),
    );
    const byId = new Map(rows.map((row) => [row.id, viewOf(row)]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Newest first. */
  async list(
    context: RequestContext,
    filter: RunFilter,
    page: { first: number; after: string | null },
  ): Promise<Page<Run>> {
    authorize(context, 'documents:read');
    const first = pageSize(page.first);
    const { documentId = null } = filter;
    if (documentId !== null && !uuid.safeParse(documentId).success) {
      throw new AppError('BAD_USER_INPUT', { reason: 'documentId is not an id' });
    }
    const [createdAt, id] = page.after ? decodeCursor(page.after, 2).map(String) : [null, null];
    const visible = visibleTo(context, 4);
    const matching = `($1::text is null or r.capability = $1) and ($2::text is null or r.state = $2)
      and ($3::uuid is null or r.document_ids @> array[$3::uuid]) and ${visible.sql}`;
    const filters = [filter.capability ?? null, filter.state ?? null, documentId, ...visible.values];
    const [rows, totals] = await this.database.tenant(context.tenant, async (tx) => [
      await tx.query<StoredRun>(
        `select ${runColumns} from capabilities.runs r
          where ${matching} and ($7::timestamptz is null or (date_trunc('milliseconds', r.created_at), r.id) < ($7, $8::uuid))
          order by date_trunc('milliseconds', r.created_at) desc, r.id desc limit $9`,
        [...filters, createdAt, id, first + 1],
      ),
      await tx.query<{ count: number }>(
        `select count(*) as count from capabilities.runs r where ${matching}`,
        filters,
      ),
    ]);
    return pageOf(rows.map(viewOf), {
      first,
      after: page.after,
      totalCount: totals[0]?.count ?? 0,
      cursorOf: (run) => [run.createdAt.toISOString(), run.id],
    });
  }
}

function viewOf(row: StoredRun): Run {
  return { ...row, documents: row.documentIds.map((id) => ({ id })) };
}

import type { EvidenceRef, RequestContext } from 'tributary/sdk';
import { validate } from 'uuid';
import type { Access, Clock, Database, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { readableReviews, reviewsInOrder } from './readable-reviews.js';
import { isPending, type ReviewRow } from './review.entity.js';
import { asksOf, type ReviewConditions, reviewClause } from './review-conditions.js';

/** One row more than `first` says that more follow. */
export interface ListPage {
  first: number;
  /** The id of the last review before the page. */
  after: string | null;
}
export interface ReviewList {
  rows: ReviewRow[];
  totalCount: number;
}
/** How many reviews there are of each sort. */
export interface ReviewTotals {
  open: number;
  partlyApproved: number;
  resolved: number;
  expired: number;
  overdue: number;
  mine: number;
  unassigned: number;
}

const nothing: ReviewTotals = {
  open: 0,
  partlyApproved: 0,
  resolved: 0,
  expired: 0,
  overdue: 0,
  mine: 0,
  unassigned: 0,
};

/** Reviews as people see them. */
export class ReviewReader {
  constructor(private readonly parts: { database: Database; access: Access; clock: Clock }) {}

  /** Newest first, of those that the caller may read. */
  async list(context: RequestContext, conditions: ReviewConditions, page: ListPage): Promise<ReviewList> {
    authorize(context, 'documents:read');
    const where = reviewClause(context, conditions, this.parts.clock.now());
    if (!where) return { rows: [], totalCount: 0 };
    const { sql, values } = where;
    const [after, limit] = [`$${values.length + 1}`, `$${values.length + 2}`];
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const ids = await tx.query<{ id: string }>(
        `select r.id from reviews.reviews r where ${sql} and (${after}::uuid is null or r.id < ${after})
         order by r.id desc limit ${limit}`,
        [...values, page.after, page.first + 1],
      );
      const [count] = await tx.query<{ total: number }>(
        `select count(*) as total from reviews.reviews r where ${sql}`,
        values,
      );
      const rows = await reviewsInOrder(
        tx,
        ids.map(({ id }) => id),
      );
      return { rows, totalCount: count?.total ?? 0 };
    });
  }

  /** How many there are in each state, and of those that wait how many are late, the caller's, or nobody's. */
  async totals(context: RequestContext, conditions: ReviewConditions): Promise<ReviewTotals> {
    authorize(context, 'documents:read');
    const now = this.parts.clock.now();
    const where = reviewClause(context, conditions, now);
    if (!where) return nothing;
    const { sql, values } = where;
    const [late, mine] = [`$${values.length + 1}::timestamptz`, `$${values.length + 2}::text[]`];
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const [totals] = await tx.query<ReviewTotals>(
        `select count(*) filter (where state = 'OPEN')::int as open,
           count(*) filter (where state = 'PARTLY_APPROVED')::int as "partlyApproved",
           count(*) filter (where state = 'RESOLVED')::int as resolved,
           count(*) filter (where state = 'EXPIRED')::int as expired,
           count(*) filter (where ${isPending} and deadline <= ${late})::int as overdue,
           count(*) filter (where ${isPending} and assignee = any(${mine}))::int as mine,
           count(*) filter (where ${isPending} and assignee is null)::int as unassigned
         from reviews.reviews r where ${sql}`,
        [...values, now, asksOf(context)],
      );
      return totals ?? nothing;
    });
  }

  /** The newest reviews of each document, in the order of the documents. */
  async ofDocuments(
    context: RequestContext,
    documentIds: readonly string[],
    page: ListPage,
  ): Promise<ReviewList[]> {
    authorize(context, 'documents:read');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const readable = readableReviews(context, 1);
      const found = await tx.query<{ id: string; documentId: string; totalCount: number }>(
        `select id, document_id as "documentId", "totalCount" from (
           select r.id, r.document_id, count(*) over (partition by r.document_id) as "totalCount",
             row_number() over (partition by r.document_id
               order by ($3::uuid is null or r.id < $3) desc, r.id desc) as place
           from reviews.reviews r where ${readable.sql} and r.document_id = any($2::uuid[])) ranked
         where place <= $4`,
        [readable.value, documentIds.filter((id) => validate(id)), page.after, page.first + 1],
      );
      const rows = await reviewsInOrder(
        tx,
        found.map(({ id }) => id),
      );
      return documentIds.map((documentId) => ({
        rows: rows
          .filter((row) => row.documentId === documentId && (page.after === null || row.id < page.after))
          .sort((one, other) => (one.id < other.id ? 1 : -1)),
        totalCount: found.find((row) => row.documentId === documentId)?.totalCount ?? 0,
      }));
    });
  }

  /** In the order of the ids; null for what does not exist or may not be read. */
  async readMany(context: RequestContext, ids: readonly string[]): Promise<(ReviewRow | null)[]> {
    authorize(context, 'documents:read');
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const rows = await this.readable(tx, context, ids);
      return ids.map((id) => rows.find((row) => row.id === id.toLowerCase()) ?? null);
    });
  }

  /** A review, if it may be read and the conditions hold for it. */
  async readOne(
    context: RequestContext,
    id: string,
    conditions: ReviewConditions,
  ): Promise<ReviewRow | null> {
    authorize(context, 'documents:read');
    const where = reviewClause(context, conditions, this.parts.clock.now());
    if (!where) return null;
    return this.parts.database.tenant(context.tenant, async (tx) => {
      const found = await tx.query<{ id: string }>(
        `select r.id from reviews.reviews r where ${where.sql} and r.id = $${where.values.length + 1}::uuid`,
        [...where.values, id],
      );
      const [row] = await reviewsInOrder(
        tx,
        found.map((one) => one.id),
      );
      return row ?? null;
    });
  }

  /** Those among the ids that may be read; nobody's permission is asked. */
  async readable(
    tx: Transaction,
    context: Pick<RequestContext, 'rights'>,
    ids: readonly string[],
  ): Promise<ReviewRow[]> {
    const readable = readableReviews(context, 1);
    const found = await tx.query<{ id: string }>(
      `select r.id from reviews.reviews r where ${readable.sql} and r.id = any($2::uuid[])`,
      [readable.value, ids.filter((id) => validate(id))],
    );
    return reviewsInOrder(
      tx,
      found.map(({ id }) => id),
    );
  }

  /** The documents among these that may be read. */
  async readableDocuments(context: RequestContext, ids: readonly string[]): Promise<Set<string>> {
    const known = [...new Set(ids)].filter((id) => validate(id));
    if (known.length === 0) return new Set();
    return this.parts.database.tenant(context.tenant, (tx) =>
      this.parts.access.readable(tx, context, 'Document', known),
    );
  }

  /** What each review points at, of documents that may be read. */
  async evidence(context: RequestContext, lists: readonly EvidenceRef[][]): Promise<EvidenceRef[][]> {
    const readable = await this.readableDocuments(
      context,
      lists.flat().map(({ documentId }) => documentId),
    );
    return lists.map((list) => list.filter(({ documentId }) => readable.has(documentId)));
  }
}

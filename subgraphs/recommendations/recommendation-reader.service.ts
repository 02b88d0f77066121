import type { RequestContext } from 'tributary/sdk';
import { validate as isUuid } from 'uuid';
import type { Access, Database, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { decodeIdCursor, type Page, pageOf, pageSize } from '#platform/graph';
import { FeedbackEntity, type FeedbackRow } from './feedback.entity.js';
import { readableRecommendations } from './readable-recommendations.js';
import { RecommendationEntity, type RecommendationRow } from './recommendation.entity.js';

export interface RecommendationFilter {
  documentId?: string | null;
  kind?: string | null;
  state?: string | null;
}
interface PageRequest {
  first: number;
  after: string | null;
}

/** Of a recommendation that new ones replaced, nothing is shown in lists. */
const shown = `r.state <> 'SUPERSEDED'`;

/** Reads recommendations: one may be read by whoever may read its document and what it rests on. */
export class RecommendationReader {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
  ) {}

  async find(request: RequestContext, ids: readonly string[]): Promise<(RecommendationRow | null)[]> {
    authorize(request, 'documents:read');
    const rows = await this.database.tenant(request.tenant, (tx) => this.readable(tx, request, ids));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
  }

  async readable(
    tx: Transaction,
    request: RequestContext,
    ids: readonly string[],
  ): Promise<RecommendationRow[]> {
    const access = readableRecommendations(request.rights, 1);
    const found = await tx.query<{ id: string }>(
      `select r.id from recommendations.recommendations r where ${access.sql} and r.id = any($2::uuid[])`,
      [access.value, ids.filter((id) => isUuid(id))],
    );
    return inOrder(tx, found);
  }

  async list(
    request: RequestContext,
    filter: RecommendationFilter,
    { first, after }: PageRequest,
  ): Promise<Page<RecommendationRow>> {
    authorize(request, 'documents:read');
    const limit = pageSize(first) + 1;
    const beyond = after ? decodeIdCursor(after) : null;
    const access = readableRecommendations(request.rights, 1);
    const where = `${shown} and ${access.sql}
      and ($2::uuid is null or r.document_id = $2) and ($3::text is null or r.kind = $3) and ($4::text is null or r.state = $4)`;
    const documentId = filter.documentId ?? null;
    if (documentId !== null && !isUuid(documentId))
      return pageOf([], { first, after, totalCount: 0, cursorOf: () => [] });
    const values = [access.value, documentId, filter.kind ?? null, filter.state ?? null];
    return this.database.tenant(request.tenant, async (tx) => {
      const table = 'recommendations.recommendations r';
      const [counted] = await tx.query<{ count: number }>(
        `select count(*)::int as count from ${table} where ${where}`,
        values,
      );
      const found = await tx.query<{ id: string }>(
        `select r.id from ${table} where ${where} and ($5::uuid is null or r.id < $5) order by r.id desc limit $6`,
        [...values, beyond, limit],
      );
      const rows = await inOrder(tx, found);
      return pageOf(rows, { first, after, totalCount: counted?.count ?? 0, cursorOf: ({ id }) => [id] });
    });
  }

  /** A page of the recommendations of each document, in the order of the documents. */
  async ofDocuments(
    request: RequestContext,
    documentIds: readonly string[],
    { first, after }: PageRequest,
  ): Promise<Page<RecommendationRow>[]> {
    authorize(request, 'documents:read');
    const limit = pageSize(first) + 1;
    const beyond = after ? decodeIdCursor(after) : null;
    const access = readableRecommendations(request.rights, 1);
    const where = `${shown} and ${access.sql} and r.document_id = any($2::uuid[])`;
    const values = [access.value, documentIds.filter((id) => isUuid(id))];
    return this.database.tenant(request.tenant, async (tx) => {
      const counts = await tx.query<{ documentId: string; count: number }>(
        `select r.document_id as "documentId", count(*)::int as count
           from recommendations.recommendations r where ${where} group by r.document_id`,
        values,
      );
      const found = await tx.query<{ id: string }>(
        `select id from (
           select r.id, row_number() over (partition by r.document_id order by r.id desc) as place
             from recommendations.recommendations r where ${where} and ($3::uuid is null or r.id < $3)) ranked
          where place <= $4 order by id desc`,
        [...values, beyond, limit],
      );
      const rows = Map.groupBy(await inOrder(tx, found), ({ documentId }) => documentId);
      const totals = new Map(counts.map(({ documentId, count }) => [documentId, count]));
      return documentIds.map((id) =>
        pageOf(rows.get(id) ?? [], {
          first,
          after,
          totalCount: totals.get(id) ?? 0,
          cursorOf: (row) => [row.id],
        }),
      );
    });
  }

  /** The caller's own feedback on each, or null. */
  async myFeedback(request: RequestContext, ids: readonly string[]): Promise<(FeedbackRow | null)[]> {
    const rows = await this.database.tenant(request.tenant, ({ em }) =>
      em.find(FeedbackEntity, { recommendationId: { $in: [...ids] }, actor: request.actor }),
    );
    const byId = new Map(rows.map((row) => [row.recommendationId, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Which of the documents the caller may read. */
  async readableDocuments(request: RequestContext, documentIds: readonly string[]): Promise<boolean[]> {
    const readable = await this.database.tenant(request.tenant, (tx) =>
      this.access.readable(tx, request, 'Document', [...new Set(documentIds)]),
    );
    return documentIds.map((id) => readable.has(id));
  }
}

export async function inOrder(
  tx: Transaction,
  found: readonly { id: string }[],
): Promise<RecommendationRow[]> {
  const rows = await tx.em.find(RecommendationEntity, { id: { $in: found.map(({ id }) => id) } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.map(({ id }) => byId.get(id)).filter((row) => row !== undefined);
}

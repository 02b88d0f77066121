import type { FilterQuery } from '@mikro-orm/postgresql';
import { AppError, everyone, type RequestContext, type Rights } from 'tributary/sdk';
import { validate as isUuid } from 'uuid';
import type { Database, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { decodeCursor, decodeIdCursor, type Page, pageOf, pageSize, plainText } from '#platform/graph';
import { DocumentEntity, type DocumentRow } from './document.entity.js';
import { FieldEntity, type FieldRow } from './field.entity.js';
import { FindingEntity, type FindingRow } from './finding.entity.js';
import { PageEntity, type PageRow } from './page.entity.js';
import { StepEntity, type StepRow } from './step.entity.js';
import { VersionEntity, type VersionRow } from './version.entity.js';

export interface DocumentListFilter {
  kind?: string | null;
  status?: string | null;
  language?: string | null;
}

interface PageRequest {
  first: number;
  after: string | null;
}

/** The documents that may be read with these rights; those that are being deleted are gone already. */
export function readableWith(rights: Rights): FilterQuery<DocumentRow> {
  return { $and: [{ status: { $ne: 'DELETING' } }, listedFor(rights)] };
}

function listedFor({ mode, principals }: Rights): FilterQuery<DocumentRow> {
  if (mode === 'any') return { access: { $overlap: [everyone, ...principals] } };
  const open = { access: { $contains: [everyone] } };
  // Every list holds all of none, so whoever acts for nobody reads what is open only.
  return principals.length === 0 ? open : { $or: [open, { access: { $contains: [...principals] } }] };
}

/** Reads documents and their parts with the caller's rights. */
export class DocumentReader {
  constructor(private readonly database: Database) {}

  async find(request: RequestContext, ids: readonly string[]): Promise<(DocumentRow | null)[]> {
    authorize(request, 'documents:read');
    const rows = await this.database.tenant(request.tenant, (tx) => this.readable(tx, request, ids));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
  }

  readable(tx: Transaction, request: RequestContext, ids: readonly string[]): Promise<DocumentRow[]> {
    const known = ids.filter(isUuid);
    return tx.em.find(DocumentEntity, { $and: [{ id: { $in: known } }, readableWith(request.rights)] });
  }

  async list(
    request: RequestContext,
    filter: DocumentListFilter,
    { first, after }: PageRequest,
  ): Promise<Page<DocumentRow>> {
    authorize(request, 'documents:read');
    const where: FilterQuery<DocumentRow>[] = [readableWith(request.rights)];
    if (filter.kind) where.push({ kind: plainText('kind', filter.kind) });
    if (filter.language) where.push({ language: plainText('language', filter.language) });
    if (filter.status) where.push({ status: filter.status as DocumentRow['status'] });
    const limit = pageSize(first) + 1;
    const beyond = after ? [{ id: { $lt: decodeIdCursor(after) } }] : [];
    return this.database.tenant(request.tenant, async ({ em }) => {
      const totalCount = await em.count(DocumentEntity, { $and: where });
      // Ids are UUIDv7: descending ids are newest first.
      const rows = await em.find(
        DocumentEntity,
        { $and: [...where, ...beyond] },
        { orderBy: { id: 'desc' }, limit },
      );
      return pageOf(rows, { first, after, totalCount, cursorOf: ({ id }) => [id] });
    });
  }

  steps(request: RequestContext, versionIds: readonly string[]): Promise<StepRow[][]> {
    return this.parts(request, versionIds, (tx) =>
      tx.em.find(StepEntity, { versionId: { $in: [...versionIds] } }, { orderBy: { ordinal: 'asc' } }),
    );
  }

  fields(request: RequestContext, versionIds: readonly string[]): Promise<FieldRow[][]> {
    return this.parts(request, versionIds, (tx) =>
      tx.em.find(FieldEntity, { versionId: { $in: [...versionIds] } }, { orderBy: { ordinal: 'asc' } }),
    );
  }

  findings(request: RequestContext, versionIds: readonly string[]): Promise<FindingRow[][]> {
    return this.parts(request, versionIds, (tx) =>
      tx.em.find(FindingEntity, { versionId: { $in: [...versionIds] } }, { orderBy: { ordinal: 'asc' } }),
    );
  }

  async versions(request: RequestContext, documentId: string): Promise<VersionRow[]> {
    return this.database.tenant(request.tenant, ({ em }) =>
      em.find(VersionEntity, { documentId }, { orderBy: { version: 'desc' }, limit: 100 }),
    );
  }

  /** The pages of a version of a document that was read before; none when the version is another document's. */
  async pages(
    request: RequestContext,
    { documentId, versionId }: { documentId: string; versionId: string },
    { first, after }: PageRequest,
  ): Promise<Page<PageRow>> {
    const limit = pageSize(first) + 1;
    const beyond = after ? { number: { $gt: pageNumber(after) } } : {};
    return this.database.tenant(request.tenant, async ({ em }) => {
      const isOwn = isUuid(versionId) && (await em.count(VersionEntity, { id: versionId, documentId })) > 0;
      if (!isOwn) return pageOf<PageRow>([], { first, after, totalCount: 0, cursorOf: () => [] });
      const totalCount = await em.count(PageEntity, { versionId });
      const rows = await em.find(PageEntity, { versionId, ...beyond }, { orderBy: { number: 'asc' }, limit });
      return pageOf(rows, { first, after, totalCount, cursorOf: ({ number }) => [number] });
    });
  }

  /** The rows of each version, in the order of the versions. The versions are of documents that were read before. */
  private async parts<Row extends { versionId: string }>(
    request: RequestContext,
    versionIds: readonly string[],
    find: (tx: Transaction) => Promise<Row[]>,
  ): Promise<Row[][]> {
    const rows = await this.database.tenant(request.tenant, find);
    const byVersion = Map.groupBy(rows, (row) => row.versionId);
    return versionIds.map((id) => byVersion.get(id) ?? []);
  }
}

function pageNumber(cursor: string): number {
  const [number] = decodeCursor(cursor, 1);
  if (typeof number === 'number' && Number.isInteger(number) && number > 0 && number < 2 ** 31) return number;
  throw new AppError('CURSOR_INVALID');
}

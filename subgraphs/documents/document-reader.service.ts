import type { FilterQuery } from '@mikro-orm/postgresql';
import { everyone, type RequestContext, type Rights } from 'tributary/sdk';
import type { Database, Transaction } from '#platform';
import { decodeCursor, type Page, pageOf, pageSize } from '#platform/graph';
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
  const listed: FilterQuery<DocumentRow> =
    rights.mode === 'any'
      ? { access: { $overlap: [everyone, ...rights.principals] } }
      : { $or: [{ access: { $contains: [everyone] } }, { access: { $contains: [...rights.principals] } }] };
  return { $and: [{ status: { $ne: 'DELETING' } }, listed] };
}

/** Reads documents and their parts with the caller's rights. */
export class DocumentReader {
  constructor(private readonly database: Database) {}

  async find(request: RequestContext, ids: readonly string[]): Promise<(DocumentRow | null)[]> {
    const rows = await this.database.tenant(request.tenant, (tx) => this.readable(tx, request, ids));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
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
    const where: FilterQuery<DocumentRow>[] = [readableWith(request.rights)];
    if (filter.kind) where.push({ kind: filter.kind });
    if (filter.language) where.push({ language: filter.language });
    if (filter.status) where.push({ status: filter.status as DocumentRow['status'] });
    const limit = pageSize(first) + 1;
    const beyond = after ? [{ id: { $lt: String(decodeCursor(after, 1)[0]) } }] : [];
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
    const beyond = after ? { number: { $gt: Number(decodeCursor(after, 1)[0]) } } : {};
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

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What is not a UUID is the id of nothing. */
export const isUuid = (id: string): boolean => uuidForm.test(id);

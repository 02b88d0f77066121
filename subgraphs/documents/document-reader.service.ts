import type { FilterQuery } from '@mikro-orm/postgresql';
import { AppError, everyone, type RequestContext, type Rights } from 'tributary/sdk';
import { validate as isUuid } from 'uuid';
import type { Database, Transaction } from '#platform';
import { authorize } from '#platform/access';
import { decodeCursor, decodeIdCursor, type Page, pageOf, pageSize, plainText } from '#platform/graph';
import { DocumentEntity, type DocumentRow } from './document.entity.js';
import { FieldEntity, type FieldRow } from './field.entity.js';
import { FindingEntity, type FindingRow } from './finding.entity.js';
import type { PageRow } from './page.entity.js';
import { selectReadable } from './select-documents.js';
import { StepEntity, type StepRow } from './step.entity.js';
import { VersionEntity, type VersionRow } from './version.entity.js';

export interface DocumentListFilter {
  kind?: string | null;
  status?: string | null;
  language?: string | null;
}

/** The version of a document whose pages are asked for. */
export interface PagesOf {
  documentId: string;
  versionId: string;
}
export type PageText = Pick<PageRow, 'number' | 'text'>;

const mostVersions = 100;

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
    if (ids.length === 0) return [];
    const rows = await this.database.tenant(request.tenant, (tx) => this.readable(tx, request, ids));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
  }

  readable(tx: Transaction, request: RequestContext, ids: readonly string[]): Promise<DocumentRow[]> {
    return selectReadable(tx, request.rights, ids.filter(isUuid));
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

  /** Errors: `FORBIDDEN` for who may not decide on them. */
  quarantined(request: RequestContext, page: PageRequest): Promise<Page<DocumentRow>> {
    authorize(request, 'reviews:resolve');
    return this.list(request, { status: 'QUARANTINED' }, page);
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

  /** The versions of each document, the newest 100. */
  async versions(request: RequestContext, documentIds: readonly string[]): Promise<VersionRow[][]> {
    const rows = await this.database.tenant(request.tenant, ({ em }) =>
      em.find(VersionEntity, { documentId: { $in: [...documentIds] } }, { orderBy: { version: 'desc' } }),
    );
    const byDocument = Map.groupBy(rows, ({ documentId }) => documentId);
    return documentIds.map((id) => (byDocument.get(id) ?? []).slice(0, mostVersions));
  }

  /** The pages of versions of documents that were read before; none where the version is another document's. */
  async pages(
    request: RequestContext,
    asked: readonly PagesOf[],
    { first, after }: PageRequest,
  ): Promise<Page<PageText>[]> {
    const limit = pageSize(first) + 1;
    const beyond = after ? pageNumber(after) : 0;
    const versionIds = asked.map(({ versionId }) => versionId).filter((id) => isUuid(id));
    return this.database.tenant(request.tenant, async (tx) => {
      const counts = await tx.query<{ versionId: string; documentId: string; count: number }>(
        `select v.id as "versionId", v.document_id as "documentId", count(p.number)::int as count
           from documents.versions v left join documents.pages p on p.tenant_id = v.tenant_id and p.version_id = v.id
          where v.id = any($1::uuid[]) group by v.tenant_id, v.id`,
        [versionIds],
      );
      const rows = await tx.query<PageText & { versionId: string }>(
        `select "versionId", number, text from (
           select p.version_id as "versionId", p.number, p.text,
                  row_number() over (partition by p.version_id order by p.number) as place
             from documents.pages p where p.version_id = any($1::uuid[]) and p.number > $2) ranked
          where place <= $3 order by number`,
        [versionIds, beyond, limit],
      );
      return asked.map(({ documentId, versionId: wanted }) => {
        const versionId = wanted.toLowerCase();
        const own = counts.find((one) => one.versionId === versionId && one.documentId === documentId);
        return pageOf(own ? rows.filter((row) => row.versionId === versionId) : [], {
          first,
          after,
          totalCount: own?.count ?? 0,
          cursorOf: ({ number }) => [number],
        });
      });
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

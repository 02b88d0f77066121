import {
  AppError,
  type DocumentSummary,
  type DocumentText,
  type ExtractedField,
  type HiddenText,
  type PageText,
  type RequestContext,
} from 'tributary/sdk';
import type { CurrentVersion, Database, DocumentsPort, Transaction } from '#platform';
import { authorize, readableClause } from '#platform/access';
import { encodeCursor } from '#platform/graph';
import { ChunkEntity } from './chunk.entity.js';
import type { DocumentRow } from './document.entity.js';
import type { DocumentReader } from './document-reader.service.js';
import { RelationEntity } from './relation.entity.js';

const most = 100;
const fieldColumns = 'f.name, f.value, f.confidence, f.page, f.start, f."end", f.quote';

/** What capabilities read of documents, with the rights of whoever runs them. */
export function documentsPort(database: Database, reader: DocumentReader): DocumentsPort {
  const document = async (tx: Transaction, request: RequestContext, id: string): Promise<DocumentRow> => {
    authorize(request, 'documents:read');
    const [row] = await reader.readable(tx, request, [id]);
    if (!row) throw new AppError('NOT_FOUND', { thing: 'The document' });
    if (row.status === 'QUARANTINED') throw new AppError('DOCUMENT_QUARANTINED');
    return row;
  };

  return {
    // Every step of every document reads by this: in plain SQL, sent together.
    async read(request, documentId): Promise<DocumentText> {
      return database.tenant(request.tenant, async (tx) => {
        const row = await document(tx, request, documentId);
        const [pages, versions, fields] = await Promise.all([
          tx.query<PageText>(
            'select number, text, lines from documents.pages where version_id = $1 order by number',
            [row.versionId],
          ),
          tx.query<{ hidden: HiddenText[] }>('select hidden from documents.versions where id = $1', [
            row.versionId,
          ]),
          tx.query<ExtractedField>(
            `select ${fieldColumns} from documents.fields f where f.version_id = $1 order by f.ordinal`,
            [row.versionId],
          ),
        ]);
        const text = pages.map((page) => page.text).join('\f');
        return { ...summaryOf(row), pages, text, fields, hidden: versions[0]?.hidden ?? [] };
      });
    },

    async versions(tx, documentIds) {
      if (documentIds.length === 0) return new Map();
      const rows = await tx.query<CurrentVersion & { id: string }>(
        `select id, version_id as "versionId", status <> 'PROCESSING' as "isSettled" from documents.documents
          where id = any($1::uuid[])`,
        [documentIds],
      );
      return new Map(rows.map(({ id, ...version }) => [id, version]));
    },

    async summaries(request, documentIds) {
      const rows = await reader.find(request, documentIds);
      return rows.map((row) => row && summaryOf(row));
    },

    async fields(request, documentIds) {
      authorize(request, 'documents:read');
      if (documentIds.length === 0) return [];
      return database.tenant(request.tenant, async (tx) => {
        const rows = await reader.readable(tx, request, documentIds);
        const fields = await tx.query<ExtractedField & { documentId: string }>(
          `select d.id as "documentId", ${fieldColumns} from documents.documents d
             join documents.fields f on f.tenant_id = d.tenant_id and f.version_id = d.version_id
            where d.id = any($1::uuid[]) and d.status <> 'QUARANTINED' order by f.ordinal`,
          [rows.map(({ id }) => id)],
        );
        const byDocument = Map.groupBy(fields, ({ documentId }) => documentId);
        return documentIds.map((id) =>
          (byDocument.get(id.toLowerCase()) ?? []).map(({ documentId: _, ...field }) => field),
        );
      });
    },

    async chunks(request, documentId) {
      const rows = await database.tenant(request.tenant, async (tx) => {
        const { versionId } = await document(tx, request, documentId);
        return tx.em.find(ChunkEntity, { versionId }, { orderBy: { ordinal: 'asc' } });
      });
      return rows.map(({ id, ordinal, page, start, end, text }) => ({ id, ordinal, page, start, end, text }));
    },

    async list(request, { kind, language, first, after }) {
      const page = await reader.list(
        request,
        { kind, language },
        { first: Math.min(first, most), after: after ? encodeCursor([after]) : null },
      );
      return page.nodes.map(summaryOf);
    },

    async findByField(request, { name, value, kind, first }) {
      authorize(request, 'documents:read');
      const access = readableClause(request.rights, 'Document', 'd.id', 1);
      const rows = await database.tenant(request.tenant, async (tx) => {
        const found = await tx.query<{ id: string }>(
          `select d.id from documents.documents d where ${access.sql} and d.status <> 'QUARANTINED'
             and ($4::text is null or d.kind = $4)
             and exists (select from documents.fields f where f.version_id = d.version_id and f.name = $2
               and md5(f.value_text) = md5($3) and f.value_text = $3)
           order by d.id desc limit $5`,
          [access.value, name, value, kind ?? null, Math.min(first, most)],
        );
        return reader.readable(
          tx,
          request,
          found.map(({ id }) => id),
        );
      });
      return rows.sort((one, other) => (one.id < other.id ? 1 : -1)).map(summaryOf);
    },

    async relations(request, documentId) {
      return database.tenant(request.tenant, async (tx) => {
        await document(tx, request, documentId);
        const rows = await tx.em.find(
          RelationEntity,
          { documentId },
          { orderBy: { score: 'desc' }, limit: most },
        );
        const readable = await reader.readable(
          tx,
          request,
          rows.map(({ relatedId }) => relatedId),
        );
        const ids = new Set(readable.map(({ id }) => id));
        return rows
          .filter(({ relatedId }) => ids.has(relatedId))
          .map(({ relatedId, relation, score, reason }) => ({
            documentId: relatedId,
            relation,
            score,
            reason,
          }));
      });
    },
  };
}

function summaryOf(row: DocumentRow): DocumentSummary {
  const { id, versionId, version, name, mediaType, status, createdAt } = row;
  const read = { title: row.title ?? null, kind: row.kind ?? null, language: row.language ?? null };
  return { id, versionId, version, name, mediaType, status, createdAt: createdAt.toISOString(), ...read };
}

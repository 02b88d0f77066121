import {
  AppError,
  type DocumentSummary,
  type DocumentText,
  type ExtractedField,
  type RequestContext,
} from 'tributary/sdk';
import type { Database, DocumentsPort } from '#platform';
import { ChunkEntity } from './chunk.entity.js';
import { DocumentEntity, type DocumentRow } from './document.entity.js';
import { type DocumentReader, isUuid, readableWith } from './document-reader.service.js';
import { FieldEntity, type FieldRow } from './field.entity.js';
import { PageEntity } from './page.entity.js';
import { RelationEntity } from './relation.entity.js';
import { VersionEntity } from './version.entity.js';

const most = 100;

/** What capabilities read of documents, with the rights of whoever runs them. */
export function documentsPort(database: Database, reader: DocumentReader): DocumentsPort {
  const document = async (request: RequestContext, id: string): Promise<DocumentRow> => {
    const [row] = isUuid(id) ? await reader.find(request, [id]) : [];
    if (!row) throw new AppError('NOT_FOUND', { thing: 'The document' });
    if (row.status === 'QUARANTINED') throw new AppError('DOCUMENT_QUARANTINED');
    return row;
  };

  return {
    async read(request, documentId): Promise<DocumentText> {
      const row = await document(request, documentId);
      const { versionId } = row;
      return database.tenant(request.tenant, async ({ em }) => {
        const pages = await em.find(PageEntity, { versionId }, { orderBy: { number: 'asc' } });
        const version = await em.findOne(VersionEntity, { id: versionId });
        const fields = await em.find(FieldEntity, { versionId }, { orderBy: { ordinal: 'asc' } });
        return {
          ...summaryOf(row),
          pages: pages.map(({ number, text, lines }) => ({ number, text, lines })),
          text: pages.map(({ text }) => text).join('\f'),
          fields: fields.map(fieldOf),
          hidden: version?.hidden ?? [],
        };
      });
    },

    async summaries(request, documentIds) {
      const rows = await reader.find(request, documentIds);
      return rows.map((row) => row && summaryOf(row));
    },

    async fields(request, documentIds) {
      const rows = await reader.find(request, documentIds);
      const versionIds = rows.map((row) => row?.versionId).filter((id) => id !== undefined);
      const byVersion = new Map<string, FieldRow[]>();
      for (const [at, fields] of (await reader.fields(request, versionIds)).entries())
        byVersion.set(versionIds[at] ?? '', fields);
      return rows.map((row) => (row ? (byVersion.get(row.versionId) ?? []).map(fieldOf) : []));
    },

    async chunks(request, documentId) {
      const { versionId } = await document(request, documentId);
      const rows = await database.tenant(request.tenant, ({ em }) =>
        em.find(ChunkEntity, { versionId }, { orderBy: { ordinal: 'asc' } }),
      );
      return rows.map(({ id, ordinal, page, start, end, text }) => ({ id, ordinal, page, start, end, text }));
    },

    async list(request, { kind, language, first }) {
      const page = await reader.list(
        request,
        { kind, language },
        { first: Math.min(first, most), after: null },
      );
      return page.nodes.map(summaryOf);
    },

    async findByField(request, { name, value, kind, first }) {
      return database.tenant(request.tenant, async (tx) => {
        const found = await tx.query<{ document_id: string }>(
          `select f.document_id from documents.fields f
           join documents.documents d on d.tenant_id = f.tenant_id and d.id = f.document_id and d.version_id = f.version_id
           where f.name = $1 and md5(f.value_text) = md5($2) and f.value_text = $2
           order by f.document_id desc limit 1000`,
          [name, value],
        );
        const ids = found.map((row) => row.document_id);
        const where = { $and: [{ id: { $in: ids } }, readableWith(request.rights), kind ? { kind } : {}] };
        const rows = await tx.em.find(DocumentEntity, where, {
          orderBy: { id: 'desc' },
          limit: Math.min(first, most),
        });
        return rows.map(summaryOf);
      });
    },

    async relations(request, documentId) {
      await document(request, documentId);
      return database.tenant(request.tenant, async (tx) => {
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

function fieldOf({ name, value, confidence, page, start, end, quote }: FieldRow): ExtractedField {
  const place = { page: page ?? null, start: start ?? null, end: end ?? null, quote: quote ?? null };
  return { name, value: value as ExtractedField['value'], confidence, ...place };
}

import type { DocumentsService, SearchService } from 'tributary/sdk';
import { authorize } from '#platform/access';
import type { SearchRights } from '#platform/search';
import type { ServiceCaller, ServiceParts } from './service-parts.js';

/** Documents that the caller may read; a run notes which of them it was given. */
export function documentsService({ ports }: ServiceParts, { context, run }: ServiceCaller): DocumentsService {
  const saw = <Found extends { id: string } | null>(found: Found[]): Found[] => {
    run?.sawDocuments(found.flatMap((document) => (document ? [document.id] : [])));
    return found;
  };
  const { documents } = ports;
  return {
    async read(documentId) {
      const document = await documents.read(context, documentId);
      run?.sawDocuments([documentId]);
      run?.sawText(document);
      return document;
    },
    summaries: async (ids) => saw(await documents.summaries(context, ids)),
    async fields(ids) {
      const fields = await documents.fields(context, ids);
      run?.sawDocuments(ids.filter((_, index) => (fields[index]?.length ?? 0) > 0));
      return fields;
    },
    async chunks(documentId) {
      const chunks = await documents.chunks(context, documentId);
      run?.sawDocuments([documentId]);
      return chunks;
    },
    list: async (filter) => saw(await documents.list(context, filter)),
    findByField: async (field) => saw(await documents.findByField(context, field)),
    async relations(documentId) {
      const related = await documents.relations(context, documentId);
      run?.sawDocuments([documentId, ...related.map((relation) => relation.documentId)]);
      return related;
    },
  };
}

/** Search with the caller's rights. */
export function searchService(parts: ServiceParts, { context, signal, run }: ServiceCaller): SearchService {
  const { search, embedder } = parts;
  const rights: SearchRights = context.rights;
  return {
    async query(query) {
      authorize(context, 'documents:read');
      const values = embedder ? (await embedder.embed([query.text], signal))[0] : undefined;
      const vector = embedder && values ? { model: embedder.model, values } : null;
      const page = await search.query(context.tenant, { ...query, rights, vector }, signal);
      run?.sawDocuments(page.hits.map((hit) => hit.documentId));
      return page;
    },
    async similar(request) {
      authorize(context, 'documents:read');
      const found = await search.similar(context.tenant, { ...request, rights }, signal);
      run?.sawDocuments([request.documentId, ...found.map((document) => document.documentId)]);
      return found.map(({ documentId, score }) => ({ documentId, score }));
    },
  };
}

import type { DocumentSummary, DocumentsService, SearchService } from 'tributary/sdk';
import { authorize } from '#platform/access';
import type { SearchRights } from '#platform/search';
import { retrieve, scored, unscored } from './retrieval-span.js';
import { searchWithVectors } from './search-with-vectors.js';
import type { ServiceCaller, ServiceParts } from './service-parts.js';
import { standingMatches } from './standing-matches.js';

/** Documents that the caller may read; a run notes which of them it was given. */
export function documentsService({ ports }: ServiceParts, { context, run }: ServiceCaller): DocumentsService {
  const saw = <Found extends DocumentSummary | null>(found: Found[]): Found[] => {
    run?.sawVersions(found.flatMap((document) => (document ? [[document.id, document.versionId]] : [])));
    return found;
  };
  const { documents } = ports;
  /** Asks for documents by their ids; those that the run has been given something of before are not retrieved again. */
  const ask = <Found>(name: string, ids: readonly string[], work: () => Promise<Found>): Promise<Found> => {
    const unknown = run ? ids.filter((id) => !run.knows(id)) : [];
    if (unknown.length === 0) return work();
    return retrieve(run, `documents.${name}`, work, () => unscored(unknown));
  };
  const found = (name: string, work: () => Promise<DocumentSummary[]>, query?: unknown) =>
    retrieve(run, `documents.${name}`, work, (list) => unscored(list.map(({ id }) => id)), query);
  return {
    async read(documentId) {
      const document = await ask('read', [documentId], () => documents.read(context, documentId));
      run?.sawDocuments([documentId]);
      run?.sawText(document);
      return document;
    },
    summaries: async (ids) => saw(await ask('summaries', ids, () => documents.summaries(context, ids))),
    async fields(ids) {
      const fields = await ask('fields', ids, () => documents.fields(context, ids));
      run?.sawDocuments(ids.filter((_, index) => (fields[index]?.length ?? 0) > 0));
      return fields;
    },
    async chunks(documentId) {
      const chunks = await ask('chunks', [documentId], () => documents.chunks(context, documentId));
      run?.sawDocuments([documentId]);
      return chunks;
    },
    list: async (filter) => saw(await found('list', () => documents.list(context, filter))),
    findByField: async (field) =>
      saw(await found('findByField', () => documents.findByField(context, field), field)),
    async relations(documentId) {
      const work = () => documents.relations(context, documentId);
      const related = await retrieve(run, 'documents.relations', work, scored);
      run?.sawDocuments([documentId, ...related.map((relation) => relation.documentId)]);
      return related;
    },
  };
}

/** Search with the caller's rights. */
export function searchService(parts: ServiceParts, { context, signal, run }: ServiceCaller): SearchService {
  const { search } = parts;
  const rights: SearchRights = context.rights;
  return {
    async query(query) {
      authorize(context, 'documents:read');
      const page = await retrieve(
        run,
        'search.query',
        (span) => searchWithVectors(parts, { context, signal, span }, { ...query, rights }),
        ({ hits }) => scored(hits),
        query.text,
      );
      run?.sawVersions(page.hits.map((hit) => [hit.documentId, hit.versionId]));
      return page;
    },
    async similar(request) {
      authorize(context, 'documents:read');
      const ask = () => search.similar(context.tenant, { ...request, rights }, signal);
      const found = await retrieve(run, 'search.similar', ask, scored);
      run?.sawDocuments([request.documentId, ...found.map((document) => document.documentId)]);
      return found.map(({ documentId, score }) => ({ documentId, score }));
    },
    matches: (documentId, queries) => standingMatches(parts, { context, signal }, documentId, queries),
  };
}

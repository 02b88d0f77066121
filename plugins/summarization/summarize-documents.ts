import { defineCapability, type Granted, insufficientEvidence, z } from 'tributary/sdk';
import { asked, summaryOutput } from './asked.js';
import type { Source } from './engine/units.js';
import { documentSource, quoted, written } from './writing.js';

const mostDocuments = 20;

const input = z
  .object({
    /** Named otherwise, the same documents are the same set. */
    documentIds: z
      .array(z.uuid())
      .min(1)
      .max(mostDocuments)
      .nullish()
      .transform((ids) => (ids ? [...new Set(ids)].sort() : null)),
    /** All that this search finds, as far as they fit. */
    search: z
      .object({
        query: z.string().trim().min(1).max(2000),
        kinds: z
          .array(z.string().max(100))
          .max(50)
          .nullish()
          .transform((kinds) => kinds ?? null),
        first: z
          .int()
          .min(1)
          .max(mostDocuments)
          .nullish()
          .transform((first) => first ?? 10),
      })
      .nullish()
      .transform((search) => search ?? null),
    ...asked,
  })
  .refine(({ documentIds, search }) => (documentIds === null) !== (search === null), {
    error: 'name either documentIds or search',
  });

/** What several documents say together: those that are named, or those that a search finds. */
export const summarizeDocuments = defineCapability({
  id: 'summarization.documents',
  description: 'A summary of several documents, on the whole or of a question, each sentence cited.',
  needs: ['documents', 'search', 'models'],
  input,
  output: summaryOutput.extend({ documentIds: z.array(z.uuid()) }),
  grounded: true,
  maxOutputTokens: 900,
  documentsOf: ({ documentIds }) => documentIds ?? [],
  async *model({ documentIds, search: wish, ...wanted }, services) {
    const sources = await sourcesOf(documentIds, wish, services);
    if (sources.length === 0) return nothingFound;
    return { ...(yield* written(sources, wanted, services)), documentIds: idsOf(sources) };
  },
  async *builtIn({ documentIds, search: wish, ...wanted }, services) {
    const sources = await sourcesOf(documentIds, wish, services);
    if (sources.length === 0) return nothingFound;
    return { ...(yield* quoted(sources, wanted)), documentIds: idsOf(sources) };
  },
});

const nothingFound = insufficientEvidence('No document that you may read is found by this search.');
const idsOf = (sources: readonly Source[]) => sources.flatMap(({ documentId }) => documentId ?? []);

async function sourcesOf(
  documentIds: z.output<typeof input>['documentIds'],
  wish: z.output<typeof input>['search'],
  { documents, search }: Granted<'documents' | 'search'>,
): Promise<Source[]> {
  const ids = documentIds ?? (wish ? await found(wish, search) : []);
  return Promise.all(ids.map((id) => documentSource(id, { documents })));
}

async function found(
  { query, kinds, first }: NonNullable<z.output<typeof input>['search']>,
  search: Granted<'search'>['search'],
): Promise<string[]> {
  const { hits } = await search.query({ text: query, first, ...(kinds ? { kinds } : {}), unit: 'document' });
  return [...new Set(hits.map(({ documentId }) => documentId))];
}

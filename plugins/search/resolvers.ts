import {
  answerOf,
  outcomeOf,
  pageSize,
  parseInput,
  type SearchFacetRequest,
  type SearchHit,
  type SearchOrder,
  z,
} from 'tributary/sdk';
import { bothFilters, filterOfInput, queryText } from './filter-schema.js';
import { readIntent } from './intent/grammar.js';
import type { SearchReading } from './intent/reading.js';
import { interpret } from './interpret.js';
import { savedMutations, savedQueries, searchMatched } from './saved/resolvers.js';
import type { QuerySearchArguments, Resolvers } from './schema.types.js';

const fieldName = z.string().regex(/^[a-z][a-z0-9_.]{0,62}$/, 'must be a field name such as seller_name');
const searchArguments = z.object({
  query: queryText,
  first: pageSize,
  after: z.string().nullish(),
  kinds: z.array(z.string().max(200)).max(50).nullish(),
  facets: z
    .array(
      z
        .object({
          by: z.enum(['KIND', 'LANGUAGE', 'STATUS', 'MONTH', 'FIELD']),
          field: fieldName.nullish(),
          first: pageSize,
        })
        .refine(({ by, field }) => by !== 'FIELD' || Boolean(field), 'FIELD names a field')
        .refine(
          ({ by, field }) => ['FIELD', 'MONTH'].includes(by) || !field,
          'only FIELD and MONTH have a field',
        ),
    )
    .max(10)
    .nullish(),
  order: z
    .object({
      by: z.enum(['RELEVANCE', 'DATE']),
      field: fieldName.nullish(),
      ascending: z.boolean().nullish(),
    })
    .nullish(),
});
const asked = answerOf(interpret, 'SearchInterpretation');

export const resolvers: Resolvers = {
  Query: {
    async search(_parent, args, { search, clock }) {
      const { query, first, after, kinds, facets, order } = parseInput(searchArguments, args, 'arguments');
      const reading = args.intent === true ? readIntent(query, dayOf(clock.now())) : null;
      const filter = filterOf(args, reading);
      const page = await search.query({
        text: reading?.text ?? query,
        first,
        after: after ?? null,
        ...(kinds ? { kinds } : {}),
        ...(filter ? { filter } : {}),
        ...(facets ? { facets: facetRequest(facets) } : {}),
        ...orderOf(order, reading),
      });
      const edges = page.hits.map(({ cursor, ...hit }) => ({ cursor, node: hitView(hit) }));
      return {
        nodes: edges.map(({ node }) => node),
        edges,
        totalCount: page.totalCount,
        signals: page.signals,
        corrections: page.corrections,
        facets: page.facets.map((facet, at) => {
          const values = facet.values.slice(0, facets?.[at]?.first);
          const cut = facet.values.slice(values.length).reduce((sum, { count }) => sum + count, 0);
          return { ...facet, by: facet.by.toUpperCase(), values, others: facet.others + cut };
        }),
        interpretation: reading && readingView(reading),
        pageInfo: {
          hasNextPage: page.hasNextPage,
          hasPreviousPage: Boolean(after),
          startCursor: edges[0]?.cursor ?? null,
          endCursor: page.endCursor,
        },
      };
    },
    ...savedQueries,
  },
  Mutation: {
    interpretSearch: (_parent, { input }, context) =>
      outcomeOf(async () => {
        const { today, query, anew, options } = input;
        const day = today ? dayOf(new Date(today)) : dayOf(context.clock.now());
        parseInput(queryText.min(1), query, 'query');
        const given = { query, today: day, anew, options };
        const answered = await asked({}, { input: given }, context as never);
        return answered as { __typename: string };
      }),
    ...savedMutations,
  },
  Subscription: { searchMatched },
  SearchInterpretation: {
    reading: ({ reading }) => readingView(reading as SearchReading),
  },
  Document: {
    async similar({ id }, { first }, { search }) {
      const found = await search.similar({ documentId: id, first: parseInput(pageSize, first, 'first') });
      return found.map(({ documentId, score }) => ({ document: { id: documentId }, score }));
    },
  },
};

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** The filter that was given and the one that was read, both. */
function filterOf({ filter }: QuerySearchArguments, reading: SearchReading | null) {
  const given = filterOfInput(filter);
  if (!reading || reading.parts.every((part) => part.filter === null && part.intent !== 'ORDER'))
    return given;
  return given ? bothFilters(given, reading.filter) : reading.filter;
}

type Arguments = z.output<typeof searchArguments>;

function facetRequest(facets: NonNullable<Arguments['facets']>): SearchFacetRequest {
  return {
    of: facets.map(({ by, field }) => ({
      by: by.toLowerCase() as SearchFacetRequest['of'][number]['by'],
      ...(field ? { field } : {}),
    })),
    first: Math.max(1, ...facets.map(({ first }) => first)),
  };
}

function orderOf(order: Arguments['order'], reading: SearchReading | null): { order?: SearchOrder } {
  if (!order) return reading?.order ? { order: reading.order } : {};
  const { by, field, ascending } = order;
  const asIs = { ...(field ? { field } : {}), ascending: ascending === true };
  return { order: { by: by === 'DATE' ? 'date' : 'relevance', ...asIs } };
}

function readingView({ order, ...reading }: SearchReading) {
  const shown = order && {
    ...order,
    by: order.by === 'date' ? 'DATE' : 'RELEVANCE',
    ascending: order.ascending === true,
  };
  return { ...reading, order: shown };
}

function hitView({ documentId, ...hit }: Omit<SearchHit, 'cursor'>) {
  return { ...hit, document: { id: documentId } };
}

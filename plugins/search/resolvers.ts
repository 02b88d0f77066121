import { AppError, type SearchHit, z } from 'tributary/sdk';
import type { Resolvers } from './schema.types.js';

const pageSize = z.int().min(1).max(100);
const searchArguments = z.object({
  query: z.string().max(1000),
  first: pageSize,
  after: z.string().nullish(),
  kinds: z.array(z.string()).max(50).nullish(),
});

export const resolvers: Resolvers = {
  Query: {
    async search(_parent, args, { search }) {
      const { query, first, after, kinds } = checked(searchArguments, args);
      const page = await search.query({
        text: query,
        first,
        after: after ?? null,
        kinds: kinds ?? undefined,
      });
      const edges = page.hits.map(({ cursor, ...hit }) => ({ cursor, node: hitView(hit) }));
      return {
        nodes: edges.map(({ node }) => node),
        edges,
        totalCount: page.totalCount,
        pageInfo: {
          hasNextPage: page.hasNextPage,
          hasPreviousPage: Boolean(after),
          startCursor: edges[0]?.cursor ?? null,
          endCursor: page.endCursor,
        },
      };
    },
  },
  Document: {
    async similar({ id }, { first }, { search }) {
      const found = await search.similar({ documentId: id, first: checked(pageSize, first) });
      return found.map(({ documentId, score }) => ({ document: { id: documentId }, score }));
    },
  },
};

function hitView({ documentId, ...hit }: Omit<SearchHit, 'cursor'>) {
  return { ...hit, document: { id: documentId } };
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('BAD_USER_INPUT', { reason: `${issue?.path.join('.') || 'first'}: ${issue?.message}` });
}

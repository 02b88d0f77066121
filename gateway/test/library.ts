import { AppError } from 'tributary/sdk';
import { buildExecutable, type GraphContext } from '#platform/graph';

/** Counts what the resolvers of the made-up subgraphs do. */
export interface Calls {
  resolvers: number;
  references: number[];
  aborted: number;
  contexts: GraphContext[];
}

const authorTypes = /* GraphQL */ `
  type Query {
    books(first: Int = 20, after: Cursor): BookConnection!
      @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
    book(id: ID!): Book
    shelf: Shelf!
    leak: String
    coded: String
    slow: String
    counter: Int!
  }
  type Mutation { rename(input: RenameInput!): Book }
  input RenameInput { id: ID! title: String! }
  type Subscription {
    bookChanged(count: Int = 3): Book
    endless: Book
    refused: Book
    cursors: Place
    flood(bytes: Int!): Place
    breaking(coded: Boolean!): Book
    numbers(count: Int!): Int
  }
  type BookConnection { nodes: [Book!]! edges: [BookEdge!]! totalCount: Int! }
  type BookEdge { cursor: Cursor! node: Book! }
  type Place { cursor: Cursor! filler: String }
  type Shelf { left: Book right: Book }
  type Book @key(fields: "id") {
    id: ID!
    title: String!
    broken: String
    related(first: Int = 20): BookConnection!
      @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
  }
`;

const reviewTypes = /* GraphQL */ `
  type Query { hello: String }
  type Book @key(fields: "id") {
    id: ID!
    score: Int
    reviews: [Review!]! @listSize(assumedSize: 5)
  }
  type Review { text: String! book: Book }
`;

const book = (id: string) => ({ id, title: `Title ${id}` });
const connection = (first: number) => {
  const nodes = Array.from({ length: Math.min(first, 3) }, (_, index) => book(String(index + 1)));
  return { nodes, edges: nodes.map((node) => ({ cursor: node.id, node })), totalCount: 3 };
};

/** Two subgraphs that share the entity `Book`: enough to join, to stream, to fail and to hang. */
export function library(): { calls: Calls; endpoints: ReturnType<typeof buildExecutable>[] } {
  const calls: Calls = { resolvers: 0, references: [], aborted: 0, contexts: [] };
  const counted =
    <Args, Answer>(resolve: (args: Args, context: GraphContext) => Answer) =>
    (_parent: unknown, args: Args, context: GraphContext) => {
      calls.resolvers += 1;
      calls.contexts.push(context);
      return resolve(args, context);
    };
  const untilAborted = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        calls.aborted += 1;
        reject(signal.reason);
      });
    });
  async function* changes({ count }: { count: number }) {
    for (let index = 0; index < count; index++) yield { bookChanged: book(String(index)) };
  }
  const authors = buildExecutable('authors', authorTypes, {
    Query: {
      books: counted(({ first }: { first: number }) => connection(first)),
      book: counted(({ id }: { id: string }) => book(id)),
      shelf: counted(() => ({ left: book('1'), right: book('2') })),
      leak: counted(() => {
        throw new Error('pg password=hunter2 at /srv/app/db.js:10');
      }),
      coded: counted(() => {
        throw new AppError('FORBIDDEN', { needed: 'documents:write' });
      }),
      slow: counted((_args, { signal }) => untilAborted(signal)),
      counter: counted(() => calls.resolvers),
    },
    Mutation: { rename: counted(({ input }: { input: { id: string; title: string } }) => input) },
    Subscription: {
      bookChanged: { subscribe: counted(changes) },
      numbers: {
        subscribe: counted(async function* ({ count }: { count: number }) {
          for (let index = 0; index < count; index++) yield { numbers: index };
        }),
      },
      endless: {
        subscribe: counted(async function* (_args, { signal }) {
          yield { endless: book('1') };
          await untilAborted(signal);
        }),
      },
      cursors: {
        subscribe: counted(async function* (_args, { signal }) {
          yield { cursors: { cursor: 'cursor-1' } };
          await untilAborted(signal);
        }),
      },
      flood: {
        subscribe: counted(async function* ({ bytes }: { bytes: number }, { signal }) {
          for (let index = 1; !signal.aborted; index++) {
            yield { flood: { cursor: `cursor-${index}`, filler: 'x'.repeat(bytes) } };
          }
        }),
      },
      breaking: {
        subscribe: counted(async function* ({ coded }: { coded: boolean }) {
          yield { breaking: book('1') };
          throw coded ? new AppError('CURSOR_GONE', { first: 'c1' }) : new Error('secret of the source');
        }),
      },
      refused: {
        subscribe: counted(() => {
          throw new AppError('NOT_FOUND', { thing: 'The book' });
        }),
      },
    },
    Book: {
      __resolveReference: ({ id }: { id: string }) => book(id),
      broken: ({ id }: { id: string }) => {
        if (id === '0') throw new Error(`secret of ${id}`);
        return 'whole';
      },
      related: counted(({ first }: { first: number }) => connection(first)),
    },
  });
  const reviews = buildExecutable('reviews', reviewTypes, {
    Query: { hello: counted(() => 'hello') },
    Book: {
      __resolveReference: ({ id }: { id: string }, context: GraphContext) =>
        context
          .loader<string, object>('book', async (ids) => {
            calls.references.push(ids.length);
            return ids.map((known) => ({ id: known }));
          })
          .load(id),
      score: ({ id }: { id: string }) => {
        if (id === '1x') throw new AppError('CONFLICT', { reason: 'no score' });
        return Number(id);
      },
      reviews: ({ id }: { id: string }) => [{ text: `About ${id}`, book: { id } }],
    },
  });
  return { calls, endpoints: [authors, reviews] };
}

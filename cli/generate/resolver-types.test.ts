import { resolverTypes } from './resolver-types.js';

const typeDefs = `
  enum Shade { LIGHT DARK }
  input Filter { shade: Shade  words: [String!]!  nested: Filter }
  union Found = Page | Book
  type Page { text: String!  at: DateTime! }
  type Book @key(fields: "isbn") { isbn: ID!  title: String @external  shelf: Int @requires(fields: "title") }
  type Document @key(fields: "id") { id: ID!  notes(filter: Filter!, first: Int = 20): [Page!] }
  type Subscription { watch(documentId: ID!): RunEvent! }
  type Mutation { note(input: Filter): JSON }`;

it('types arguments, parents and answers by the SDL, and services by the permissions', () => {
  const types = resolverTypes(typeDefs, ['store', 'notify.mail']);
  for (const line of [
    "import type { Resolver, ResolverContext, StreamResolver } from 'tributary/sdk';",
    "export type Shade = 'LIGHT' | 'DARK';",
    "  readonly shade?: 'LIGHT' | 'DARK' | null;",
    '  readonly words: readonly string[];',
    '  readonly nested?: Filter | null;',
    '  readonly filter: Filter;',
    '  readonly first: number | null;',
    "export type Context = ResolverContext<'store' | 'notify.mail'>;",
    '    readonly notes: Resolver<{ readonly id: string }, DocumentNotesArguments, readonly object[] | null, Context>;',
    '    readonly shelf: Resolver<{ readonly isbn: string; readonly title?: string | null }, object, number | null, Context>;',
    '    readonly watch: StreamResolver<SubscriptionWatchArguments, object, Context>;',
    '    readonly note: Resolver<unknown, MutationNoteArguments, unknown, Context>;',
    '    readonly at?: Resolver<Source, object, Date | string, Context>;',
    '  readonly Found?: { readonly __resolveType?: Resolver<Source, object, string, Context> };',
  ]) {
    expect(types).toContain(line);
  }
});

it('leaves out the shared types and stand-ins, and what it does not need', () => {
  const types = resolverTypes(
    `type Query { hits: [Document!]! }
     type Document @key(fields: "id", resolvable: false) { id: ID! }
     scalar Cursor`,
    [],
  );
  expect(types).not.toContain('readonly Document');
  expect(types).not.toContain('StreamResolver');
  expect(types).toContain('ResolverContext<never>');
});

import { execute, parse } from 'graphql';
import { defineSubgraph, gql } from 'tributary/sdk';
import { v7 } from 'uuid';
import { createGraphContext } from '#platform/graph';
import { callerOf } from '../../testkit/subgraph-host.js';
import { buildPluginSubgraph } from './subgraph.js';

const asked: string[][] = [];
const subgraph = defineSubgraph({
  typeDefs: gql`
    type Query { notes(first: Int!): [Note!]! }
    type Note { id: ID!  text: String  size: Int }
  `,
  resolvers: {
    Query: {
      notes: (_parent, { first }) => Array.from({ length: Number(first) }, (_, at) => ({ id: `n${at}` })),
    },
    Note: {
      text: ({ id }, _args, { batch }) => batch('texts', load).load(String(id)),
      size: async ({ id }, _args, { batch }) => (await batch('texts', load).load(String(id))).length,
    },
  },
});

async function load(keys: readonly string[]): Promise<readonly (string | Error)[]> {
  asked.push([...keys]);
  return keys.map((key) => (key === 'n2' ? new RangeError('unreadable') : `text of ${key}`));
}

it('loads in one batch what the resolvers of a list ask for, and a failure fails its item alone', async () => {
  const services = () => ({}) as never;
  const { schema } = buildPluginSubgraph('noter', subgraph, services, (work) => work());
  const call = () =>
    execute({
      schema,
      document: parse('{ notes(first: 4) { text } }'),
      contextValue: createGraphContext(callerOf(v7()), new AbortController().signal),
    });
  const { data, errors } = await call();
  expect(asked).toEqual([['n0', 'n1', 'n2', 'n3']]);
  expect(data).toEqual({
    notes: [{ text: 'text of n0' }, { text: 'text of n1' }, { text: null }, { text: 'text of n3' }],
  });
  expect(errors?.map(({ path }) => path?.join('.'))).toEqual(['notes.2.text']);
  await call();
  expect(asked).toHaveLength(2);
});

import { buildSchema, parse } from 'graphql';
import { operationTypes } from './operation-types.js';

const schema = buildSchema(`
  scalar JSON scalar DateTime
  enum Kind { A B }
  interface Result { id: ID! }
  type Answer implements Result { id: ID! text: String at: DateTime! }
  type Refused implements Result { id: ID! reason: String! }
  type Failed implements Result { id: ID! reason: String! }
  union Outcome = Answer | Refused | Failed
  input Range { from: Int! to: Int = 9 inner: Range }
  type Node { id: ID! kinds: [Kind!]! value: JSON next: Node }
  type Query { node(id: ID!, range: Range, kinds: [Kind!]): Node outcome: Outcome! results: [Result!]! }`);
const typesOf = (text: string) => operationTypes(schema, parse(text));

it('types what is selected, under its alias, in several places at once, and through fragments', () => {
  const { data } = typesOf(`query Q($id: ID!) {
    first: node(id: $id) { id next { id } ...Rest }
  }
  fragment Rest on Node { next { kinds } value }`);
  expect(data).toBe(
    "{ first: { id: string; next: { id: string; kinds: Array<'A' | 'B'> } | null; value: unknown } | null }",
  );
});

it('tells members of a union apart by their __typename; those that show the same are one', () => {
  const { data } = typesOf(
    `query Q { outcome { __typename ... on Answer { text at } ... on Result { id } } }`,
  );
  expect(data).toBe(
    "{ outcome: ({ __typename: 'Answer'; text: string | null; at: string; id: string } | " +
      "{ __typename: 'Refused' | 'Failed'; id: string }) }",
  );
  expect(typesOf('query Q { results { id } }').data).toBe('{ results: Array<{ id: string }> }');
});

it('variables without null and default are required, inputs are written out', () => {
  const { variables } = typesOf(
    'query Q($id: ID!, $range: Range, $kinds: [Kind!]! = [A]) { node(id: $id, range: $range, kinds: $kinds) { id } }',
  );
  expect(variables).toBe(
    '{ id: string; range?: { from: number; to?: number | null; inner?: object | null } | null; ' +
      "kinds?: ReadonlyArray<'A' | 'B'> }",
  );
  expect(typesOf('query Q { outcome { __typename } }').variables).toBe('Record<string, never>');
});

import { buildSchema, parse } from 'graphql';
import { inputSchema } from './input-schema.js';
import { operationOf } from './tools.js';

const schema = buildSchema(`
  scalar DateTime scalar Decimal scalar JSON scalar Odd
  enum Kind { INVOICE ORDER }
  input Money { "The exact amount." amount: Decimal! currency: String! = "EUR" }
  "Which of them."
  input Filter { kind: Kind "Since then." since: DateTime price: Money not: Filter any: [Filter!] }
  type Query {
    find(
      "Which."
      filter: Filter
      "How many."
      first: Int! = 20
      words: [String!]!
      exact: Boolean
      weight: Float
      data: JSON
      odd: Odd
    ): String
  }`);

function schemaOf(text: string) {
  const document = parse(text);
  return inputSchema(schema, document, operationOf(document)!);
}

it('describes scalars, enums, lists and defaults, each by the argument that it is given to', () => {
  const text = `query F($first: Int! = 5, $words: [String!]!, $exact: Boolean, $weight: Float, $data: JSON, $odd: Odd, $since: DateTime, $kind: Kind!) {
    find(first: $first, words: $words, exact: $exact, weight: $weight, data: $data, odd: $odd, filter: { since: $since, kind: $kind })
  }`;
  expect(schemaOf(text)).toEqual({
    type: 'object',
    properties: {
      first: { type: 'integer', description: 'How many.', default: 5 },
      words: { type: 'array', items: { type: 'string' } },
      exact: { type: 'boolean' },
      weight: { type: 'number' },
      data: {},
      odd: {},
      since: { type: 'string', format: 'date-time', description: 'Since then.' },
      kind: { type: 'string', enum: ['INVOICE', 'ORDER'] },
    },
    required: ['words', 'kind'],
    additionalProperties: false,
  });
});

it('writes inputs within inputs out, and names those that hold themselves', () => {
  const made = schemaOf('query F($filter: Filter!) { find(filter: $filter, words: []) }');
  const money = {
    type: 'object',
    properties: {
      amount: { type: 'string', pattern: expect.any(String), description: 'The exact amount.' },
      currency: { type: 'string', default: 'EUR' },
    },
    required: ['amount'],
    additionalProperties: false,
  };
  const self = { $ref: '#/$defs/Filter', description: 'Which of them.' };
  const properties = {
    kind: { type: 'string', enum: ['INVOICE', 'ORDER'] },
    since: { type: 'string', format: 'date-time', description: 'Since then.' },
    price: money,
    not: self,
    any: { type: 'array', items: self },
  };
  const filter = { type: 'object', properties, additionalProperties: false };
  expect(made).toEqual({
    type: 'object',
    properties: { filter: { ...filter, description: 'Which.' } },
    required: ['filter'],
    additionalProperties: false,
    $defs: { Filter: filter },
  });
});

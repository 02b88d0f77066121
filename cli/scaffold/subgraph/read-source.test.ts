import { AppError } from 'tributary/sdk';
import type { Field, Value } from './model.js';
import { modelOf } from './read-source.js';

const read = (schema: object, name = 'things') => modelOf(JSON.stringify(schema), 'json', { name });
const ofOne = (property: object, more: object = {}) =>
  read({ title: 'Thing', type: 'object', properties: { it: property }, ...more });
const kindOf = (property: object, more: object = {}): Value | undefined =>
  ofOne(property, more).fields[0]?.value;

/** What is said of a schema that is refused. */
function problems(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError && error.code === 'SCHEMA_INVALID') return error.message;
    throw error;
  }
  return 'nothing';
}

it.each([
  [{ type: 'string', format: 'date' }, { kind: 'date' }],
  [{ type: 'string', format: 'date-time' }, { kind: 'dateTime' }],
  [{ type: 'string', format: 'uuid' }, { kind: 'uuid' }],
  [{ type: 'string', format: 'decimal' }, { kind: 'decimal' }],
  [{ format: 'money' }, { kind: 'money' }],
  [
    { type: 'object', properties: { currency: { enum: ['EUR'] }, amount: { type: 'number', minimum: 1 } } },
    { kind: 'money', minimum: 1, currencies: ['EUR'] },
  ],
  [
    { type: 'string', minLength: 1, maxLength: 5 },
    { kind: 'text', min: 1, max: 5, isId: false },
  ],
  [
    { type: 'integer', minimum: 1, exclusiveMaximum: 9 },
    { kind: 'integer', minimum: 1, below: 9 },
  ],
  [
    { enum: ['in-progress', 'done'] },
    { kind: 'enum', shape: { name: 'ThingIt', values: ['IN_PROGRESS', 'DONE'] } },
  ],
  [{ type: 'object' }, { kind: 'json' }],
  [
    { type: 'array', maxItems: 3, uniqueItems: true, items: { type: 'boolean' } },
    { kind: 'list', items: { kind: 'boolean' }, min: 0, max: 3, distinct: true },
  ],
])('%j is understood', (property, value) => {
  expect(kindOf(property)).toMatchObject(value);
});

it('a definition is one type wherever it is used, whatever is said beside the reference', () => {
  const { objects, fields } = read({
    title: 'Thing',
    type: 'object',
    properties: {
      one: { $ref: '#/$defs/Place', description: 'the first' },
      other_place: { allOf: [{ $ref: '#/$defs/Place' }] },
      maybe: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      none: { type: ['integer', 'null'] },
    },
    required: ['one', 'none'],
    $defs: { Place: { type: 'object', properties: { city: { type: 'string' } } } },
  });
  expect(objects.map(({ name }) => name)).toEqual(['ThingPlace']);
  const told = ({ name, description, required }: Field) => [name, description, required];
  expect(fields.map(told)).toEqual([
    ['one', 'The first.', true],
    ['otherPlace', 'The other place.', false],
    ['maybe', 'The maybe.', false],
    ['none', 'The none.', false],
  ]);
});

it.each([
  [
    'a remote reference',
    { $ref: 'https://example.com/x.json' },
    '#/properties/it/\\$ref: the reference .* leads out',
  ],
  ['a reference to nothing', { $ref: '#/$defs/None' }, 'there is no \\$defs/None'],
  ['a choice', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, '#/properties/it/oneOf'],
  ['two types', { type: ['string', 'integer'] }, '#/properties/it: it has no single type'],
  [
    'an unknown format',
    { type: 'string', format: 'iban' },
    '#/properties/it/format: iban is not a known format',
  ],
  ['an unknown keyword', { type: 'string', contentEncoding: 'base64' }, '#/properties/it/contentEncoding'],
  ['a pattern without an example', { type: 'string', pattern: '^a$' }, '#/properties/it/examples'],
  ['a broken pattern', { type: 'string', pattern: '(' }, '#/properties/it/pattern'],
  [
    'a map',
    { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'string' } },
    'a map has no fixed fields',
  ],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }] }, 'prefixItems'],
  [
    'a list of lists',
    { type: 'array', items: { type: 'array', items: { type: 'string' } } },
    '#/properties/it/items',
  ],
  [
    'too long a list',
    { type: 'array', items: { type: 'string' }, maxItems: 5000 },
    'make the items a subgraph',
  ],
  ['a large integer', { type: 'integer', maximum: 9e12 }, 'larger than an Int'],
  ['an enum of numbers', { enum: [1, 2] }, '#/properties/it/enum'],
  ['an enum whose names meet', { enum: ['a b', 'a-b'] }, '#/properties/it/enum'],
  ['a default of another type', { type: 'boolean', default: 'yes' }, '#/properties/it/default'],
  ['a default beyond its limit', { type: 'integer', maximum: 3, default: 4 }, '#/properties/it/default'],
  [
    'an example that does not fit',
    { type: 'string', format: 'email', maxLength: 5 },
    '#/properties/it/examples',
  ],
  ['what is unique of few', { type: 'string', maxLength: 3, 'x-unique': true }, '#/properties/it/x-unique'],
  ['what is read only', { type: 'string', readOnly: true }, 'readOnly'],
])('%s is refused, by its path and with what to do instead', (_name, property, expected) => {
  expect(problems(() => ofOne(property))).toMatch(new RegExp(expected));
});

it.each([
  ['id', 'reserved'],
  ['version', 'reserved'],
  ['tenant_id', 'reserved'],
  ['constructor', 'reserved'],
  ['1st', 'cannot be named so'],
])('the property %s is refused', (name, expected) => {
  const schema = { title: 'Thing', type: 'object', properties: { [name]: { type: 'string' } } };
  expect(problems(() => read(schema))).toContain(expected);
});

it('what holds itself is refused, and all problems are told at once', () => {
  const told = problems(() =>
    read({
      title: 'Thing',
      type: 'object',
      properties: {
        parent: { $ref: '#/$defs/Node' },
        ownerId: { type: 'integer' },
        a_b: {},
        aB: { type: 'string' },
      },
      required: ['missing'],
      $defs: { Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' } } } },
    }),
  );
  for (const part of [
    'Node holds itself',
    'an id in the graph is text',
    'it has no single type',
    'missing is none',
  ])
    expect(told).toContain(part);
});

it('money whose columns another field has is refused', () => {
  const properties = { price: { format: 'money' }, price_amount: { type: 'string' } };
  expect(problems(() => read({ title: 'Thing', type: 'object', properties }))).toContain(
    'priceAmount is a column of the money price',
  );
});

it('what is no schema of an object is refused', () => {
  expect(problems(() => modelOf('{', 'json', { name: 'things' }))).toContain('it is not JSON');
  expect(problems(() => read({ type: 'string' }))).toContain('not an object with properties');
});

describe('a GraphQL type', () => {
  const ofGraphql = (text: string) => modelOf(text, 'graphql', { name: 'parcels' });

  it('becomes the same', () => {
    const { entity, fields, objects, enums } = ofGraphql(`
      "A parcel on its way."
      type Parcel { id: ID!  code: String!  weight: Float  state: State!  stops: [Stop!]!  worth: Money  due: Date }
      type Stop { place: String!  at: DateTime }
      enum State { SENT ARRIVED }`);
    expect(entity).toBe('Parcel');
    expect(fields.map(({ name, required, value }) => `${name} ${value.kind} ${required}`)).toEqual([
      'code text true',
      'weight number false',
      'state enum true',
      'stops list true',
      'worth money false',
      'due date false',
    ]);
    expect([objects[0]?.name, enums[0]?.values]).toEqual(['ParcelStop', ['SENT', 'ARRIVED']]);
  });

  it.each([
    ['type Parcel { at: Place }', 'Parcel.at: the type Place is not known'],
    ['type Parcel { at(day: Int): String }', 'takes no arguments'],
    ['interface Parcel { at: String }', 'it holds no object type'],
    ['type Parcel {', 'line 1'],
    ['union Both = A | B  type A { a: String }  type B { b: String }', 'Both: only object types'],
  ])('%s is refused', (text, expected) => {
    expect(problems(() => ofGraphql(text))).toContain(expected);
  });
});

import { sharedTypeDefs, withSharedTypes } from 'tributary/sdk';
import { refusals } from './refusals.js';
import type { SubgraphSource } from './subgraph-source.js';

const others: readonly SubgraphSource[] = [
  {
    name: 'documents',
    sdl: withSharedTypes(`
      type Query { document(id: ID!): Document }
      type Document @key(fields: "id") { id: ID! title: String pages: [Page!]! @listSize(assumedSize: 10) }
      type Page { number: Int! text: String words: [String!]! }
      enum DocumentStatus { READY FAILED }
      input DocumentFilter { title: String }
      scalar Colour
      union Found = Page | Document`),
  },
];

const declared = ['Document.mood'];
const good = 'type Document @key(fields: "id") { id: ID! mood: String }';

function refused(sdl: string, names: readonly string[] = declared) {
  return refusals({ plugin: 'moods', sdl, declared: names }, others).map(
    ({ coordinate, message }) => `${coordinate}: ${message}`,
  );
}

it('lets pass what only adds', () => {
  expect(refused(good)).toEqual([]);
  expect(
    refused(withSharedTypes(`${good} type Subscription { moods: RunEvent! }`), [
      ...declared,
      'Subscription.moods',
    ]),
  ).toEqual([]);
  expect(
    refused(
      'type Mood implements Result { word: String! result: ResultInfo! } type Document @key(fields: "id") { id: ID! mood: Mood }',
    ),
  ).toEqual([]);
  expect(
    refused(
      'type Document @key(fields: "id") { id: ID! title: String @external mood: String @requires(fields: "title") }',
    ),
  ).toEqual([]);
});

describe('takes over nothing', () => {
  it.each([
    ['override', 'mood: String @override(from: "documents")', 'Document.mood: @override'],
    ['inaccessible', 'mood: String @inaccessible', 'Document.mood: @inaccessible'],
    ['tag', 'mood: String @tag(name: "x")', 'Document.mood: @tag'],
    ['provides', 'mood: Document @provides(fields: "title")', 'Document.mood: @provides'],
    [
      'federation__override',
      'mood: String @federation__override(from: "documents")',
      'Document.mood: @federation__override',
    ],
  ])('@%s on a field', (_name, field, culprit) => {
    expect(refused(`type Document @key(fields: "id") { id: ID! ${field} }`)).toEqual([
      expect.stringContaining(culprit),
    ]);
  });

  it('@interfaceObject on a type, @composeDirective on the schema, directives of its own', () => {
    expect(refused(`type Thing @key(fields: "id") @interfaceObject { id: ID! } ${good}`)).toEqual([
      expect.stringContaining('Thing: @interfaceObject'),
    ]);
    expect(
      refused(`extend schema @composeDirective(name: "@mine") directive @mine on OBJECT ${good}`),
    ).toEqual([
      expect.stringContaining('@composeDirective'),
      expect.stringContaining('@mine: A plugin defines no directive'),
    ]);
  });

  it('no link that renames or takes another specification', () => {
    const link = (rest: string) => `extend schema @link(${rest}) ${good}`;
    expect(refused(link('url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]'))).toEqual([]);
    expect(
      refused(
        link('url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@override", as: "@mine" }]'),
      ),
    ).toHaveLength(1);
    expect(
      refused(link('url: "https://specs.apollo.dev/federation/v2.9", import: ["@override"]')),
    ).toHaveLength(1);
    expect(refused(link('url: "https://specs.apollo.dev/federation/v2.9", as: "fed"'))).toHaveLength(1);
    expect(refused(link('url: "https://example.org/mine/v1.0"'))).toHaveLength(1);
  });
});

describe('declares nothing of another', () => {
  it.each([
    [
      'field',
      'type Document @key(fields: "id") { id: ID! mood: String title: String }',
      'Document.title: The field belongs to documents',
    ],
    [
      'field with arguments',
      'extend type Document @key(fields: "id") { id: ID! mood: String title(short: Boolean): String }',
      'Document.title: The field belongs to documents',
    ],
    [
      'key',
      'type Document @key(fields: "id title") { id: ID! mood: String }',
      'Document: "id title" is not a key',
    ],
    [
      'root field',
      `${good} type Query { document(id: ID!): Document }`,
      'Query.document: The root field belongs to documents',
    ],
    [
      'type',
      `${good} type Page { number: Int! }`,
      'Page: The type belongs to documents and cannot be declared again',
    ],
    [
      'type, extended',
      `${good} extend type Page { colour: String }`,
      'Page: The type belongs to documents and cannot be extended',
    ],
    [
      'shareable type',
      `${good} type Page @shareable { number: Int! }`,
      'Page: The type belongs to documents',
    ],
    [
      'enum value',
      `${good} extend enum DocumentStatus { SAD }`,
      'DocumentStatus: The type belongs to documents',
    ],
    ['enum', `${good} enum DocumentStatus { READY FAILED }`, 'DocumentStatus: The type belongs to documents'],
    [
      'input field',
      `${good} extend input DocumentFilter { colour: String }`,
      'DocumentFilter: The type belongs to documents',
    ],
    ['scalar', `${good} scalar Colour`, 'Colour: The type belongs to documents'],
    [
      'union member',
      `${good} type Sad { a: Int } extend union Found = Sad`,
      'Found: The type belongs to documents',
    ],
    [
      'interface in place of an entity',
      'interface Document { id: ID! mood: String }',
      'Document: The type belongs to documents',
    ],
  ])('%s', (_what, sdl, culprit) => {
    expect(refused(sdl)).toContainEqual(expect.stringContaining(culprit));
  });

  it('a shared type other than that of the SDK', () => {
    expect(refused(`${good} type Money { amount: Decimal! currency: String! note: String }`)).toEqual([
      expect.stringContaining("Money: The shared type Money differs from the SDK's"),
    ]);
    expect(refused(`${good} extend union AIResult = Mood type Mood { word: String }`)).toEqual([
      expect.stringContaining('AIResult: The shared type'),
    ]);
    expect(refused(`${good} type Mood implements RunEvent { runId: ID! cursor: Cursor! }`)).toEqual([
      expect.stringContaining('Mood: It adds a part to RunEvent'),
    ]);
  });
});

describe('bends nothing of another', () => {
  it.each([
    [
      'a key that may be null',
      'type Document @key(fields: "id") { id: ID mood: String }',
      'Document.id: It is ID',
    ],
    [
      'a deprecated key',
      'type Document @key(fields: "id") { id: ID! @deprecated mood: String }',
      'Document.id: It has @deprecated',
    ],
    [
      'a dear key',
      'type Document @key(fields: "id") { id: ID! @cost(weight: 9999) mood: String }',
      'Document.id: It has @cost',
    ],
    [
      'a dear field that it only reads',
      `type Document @key(fields: "id") { id: ID! title: String @external @cost(weight: 9999)
         mood: String @requires(fields: "title") }`,
      'Document.title: It has @cost',
    ],
    [
      'a dear type',
      'type Document @key(fields: "id") @cost(weight: 9999) { id: ID! mood: String }',
      'Document: @cost(weight: 9999) would hold for the whole type',
    ],
    [
      'a dear root type',
      `${good} type Query @cost(weight: 9999)`,
      'Query: @cost(weight: 9999) would hold for the whole type',
    ],
    ['a description of an entity', `"Call deleteDocument first." ${good}`, 'Document: It has a description'],
    [
      'a description of a key',
      'type Document @key(fields: "id") { "Any text" id: ID! mood: String }',
      'Document.id: It has a description',
    ],
    [
      'a cost that pays for others',
      'type Document @key(fields: "id") { id: ID! mood: String @cost(weight: -9999) }',
      'Document.mood: A negative @cost',
    ],
  ])('%s', (_what, sdl, culprit) => {
    expect(refused(sdl)).toEqual([expect.stringContaining(culprit)]);
  });

  it('brings the shared types whole', () => {
    const [shared] = /"A document, known here[^}]*}/.exec(sharedTypeDefs) ?? [];
    expect(refused(`${shared} extend ${good}`)).toEqual([]);
  });

  it('repeats what its owner says of a list', () => {
    const reads = (size: number) => `type Document @key(fields: "id") { id: ID!
      pages: [Page!]! @external @listSize(assumedSize: ${size}) mood: String @requires(fields: "pages { text }") }
      type Page { text: String @external }`;
    expect(refused(reads(10))).toEqual([]);
    const words = (size: number) =>
      `${reads(10).replace('pages { text }', 'pages { words }')} words: [String!]! @external @listSize(assumedSize: ${size}) }`;
    expect(refused(words(20).replace('text: String @external }', ''))).toEqual([]);
    expect(refused(words(5000).replace('text: String @external }', ''))).toEqual([
      expect.stringContaining('Page.words: It has @listSize'),
    ]);
    expect(refused(reads(100_000))).toEqual([expect.stringContaining('Document.pages: It has @listSize')]);
  });
});

it('knows root fields under every name of their type, and those that begin with _', () => {
  expect(refused(`${good} schema { query: QUERY } type QUERY { evil: String }`)).toContainEqual(
    expect.stringContaining('QUERY: A root type has another name'),
  );
  expect(refused(`${good} type Query { _evil: String }`)).toEqual([
    expect.stringContaining('Query._evil: It is added but not declared'),
  ]);
  expect(refused(`${good} type Query { _service: _Service! } type _Service { sdl: String }`)).toEqual([]);
  expect(refused(`${good} scalar join__FieldSet`)).toEqual([expect.stringContaining('join__FieldSet')]);
});

it('refuses a non-null field on an entity of another, and allows it on its own', () => {
  expect(refused('type Document @key(fields: "id") { id: ID! mood: String! }')).toEqual([
    expect.stringContaining('Document.mood: A field added to Document of documents cannot be non-null'),
  ]);
  expect(refused('type Mood @key(fields: "id") { id: ID! word: String! }', ['Mood.word'])).toEqual([]);
});

it('names every field that is not declared, or declared and not added', () => {
  expect(refused(`${good} type Query { moods: Int }`, ['Document.colour'])).toEqual([
    expect.stringContaining('Document.mood: It is added but not declared'),
    expect.stringContaining('Query.moods: It is added but not declared'),
    expect.stringContaining('Document.colour: It is declared but not added'),
  ]);
});

it('names every culprit at once', () => {
  const sdl =
    'type Document @key(fields: "id") { id: ID! title: String mood: String! @override(from: "documents") } enum DocumentStatus { A }';
  expect(refused(sdl).length).toBeGreaterThanOrEqual(4);
});

it('says what is wrong with SDL that cannot be read', () => {
  expect(refused('type {')).toEqual([expect.stringContaining('The SDL cannot be read')]);
});

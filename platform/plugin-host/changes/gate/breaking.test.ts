import { breakingCulprits } from './breaking.js';
import type { UsedOperation } from './operations.js';
import { schemaDifference } from './schema-difference.js';

const present = `
  type Query { document(id: ID!): Document  moods(kind: Mood, filter: Filter): [Mood!] }
  type Document { id: ID! title: String mood(short: Boolean): Mood  size: Int!  found: Found }
  enum Mood { GLAD SAD }
  input Filter { word: String }
  type A { a: Int } type B { b: Int }
  union Found = A | B`;

const recent = (...coordinates: string[]): UsedOperation => ({ name: 'a1b2', document: null, coordinates });
const registered = (document: string): UsedOperation => ({ name: 'Moods', document, coordinates: [] });
const broken = (candidate: string, ...operations: UsedOperation[]) =>
  breakingCulprits('moods', { present, candidate }, operations).map(
    ({ coordinate, operation }) => `${operation} ${coordinate}`,
  );

it('says nothing of a schema that only grows, or of what nobody uses', () => {
  expect(broken(present.replace('size: Int!', 'size: Int! more: Int'), recent('Document.size'))).toEqual([]);
  expect(broken(present.replace('size: Int!', ''), recent('Document.title'))).toEqual([]);
});

it.each([
  ['a removed field', present.replace('size: Int!', ''), ['Document.size'], ['a1b2 Document.size']],
  [
    'a field of another type',
    present.replace('size: Int!', 'size: String!'),
    ['Document.size'],
    ['a1b2 Document.size'],
  ],
  [
    'a field that may be null now',
    present.replace('size: Int!', 'size: Int'),
    ['Document.size'],
    ['a1b2 Document.size'],
  ],
  ['a removed argument', present.replace('(short: Boolean)', ''), ['Document.mood'], ['a1b2 Document.mood']],
  [
    'a required argument',
    present.replace('short: Boolean', 'short: Boolean, tone: Int!'),
    ['Document.mood'],
    ['a1b2 Document.mood'],
  ],
  ['a value of an enum', present.replace('GLAD ', ''), ['Document.mood', 'Query.moods'], ['a1b2 Mood.GLAD']],
  [
    'a field of an input',
    present.replace('word: String', 'other: String'),
    ['Query.moods'],
    ['a1b2 Filter.word'],
  ],
  ['a member of a union', present.replace('A | B', 'B'), ['Document.found'], ['a1b2 Found.A']],
])('names the recent operation that uses %s', (_what, candidate, coordinates, culprits) => {
  expect(broken(candidate, recent(...coordinates))).toEqual(culprits);
});

it('reads a registered operation exactly', () => {
  const withShort = registered('query Moods { document(id: 1) { mood(short: true) } }');
  const without = registered('query Moods { document(id: 1) { mood } }');
  const candidate = present.replace('(short: Boolean)', '');
  expect(broken(candidate, withShort)).toEqual(['Moods Document.mood']);
  expect(broken(candidate, without)).toEqual([]);
  expect(
    broken(
      present.replace('size: Int!', 'size: String!'),
      registered('query Moods { document(id: 1) { size } }'),
    ),
  ).toEqual(['Moods Document.size']);
});

it('shows the difference of two schemas', () => {
  const candidate = present.replace('size: Int!', 'size: String!').replace('title: String', 'name: String');
  expect(schemaDifference(present, candidate)).toEqual({
    added: ['Document.name'],
    removed: ['Document.title'],
    changed: ['Document.size: Int! -> String!'],
  });
});

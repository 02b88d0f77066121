import { findEntities } from './entities.js';
import { namedSentences } from './sentences.fixture.js';

const kindsOf = (text: string) => findEntities(text).map(({ kind }) => kind);

/** F1 of whole names over generated sentences: a name that is cut or too long counts as wrong and as missed. */
function f1Of(kind: 'people' | 'places', family: string): number {
  let [right, found, wanted] = [0, 0, 0];
  for (const sentence of namedSentences(370)) {
    const names = findEntities(sentence.text)
      .filter((each) => each.kind === family)
      .map(({ start, end }) => sentence.text.slice(start, end));
    right += names.filter((name) => sentence[kind].includes(name)).length;
    found += names.length;
    wanted += sentence[kind].length;
  }
  return (2 * right) / (found + wanted);
}

test('people and places are found by their clues: no promise, but not worse than what the page says', () => {
  const figures = { person: f1Of('people', 'entity.person'), location: f1Of('places', 'entity.location') };
  process.stdout.write(`F1 of whole names: ${JSON.stringify(figures)}\n`);
  expect(figures.person).toBeGreaterThan(0.7);
  expect(figures.location).toBeGreaterThan(0.7);
});

test.each([
  ['https://example.org/orders?id=1', 'entity.url'],
  ['the meeting of 12 May 2031', 'entity.date-time'],
  ['due 2031-05-12', 'entity.date-time'],
  ['a Norwegian visitor', 'entity.group'],
  ['SW1A 1AA', 'entity.location'],
  ['г-н Петров', 'entity.person'],
])('%s is %s, and of the least severity', (text, kind) => {
  expect(findEntities(text)).toContainEqual(expect.objectContaining({ kind, severity: 'INFO' }));
});

test('a text without capitals and digits has no names', () => {
  expect(kindsOf('dear ms lovelace, regards from berlin')).toEqual([]);
});

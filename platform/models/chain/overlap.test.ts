import { Overlap } from './overlap.js';

const shown = (before: string, ...parts: string[]) => {
  const overlap = new Overlap(before);
  return parts.map((part) => overlap.add(part)).join('') + overlap.end();
};
const before = 'The river begins in the hills and flows through the old to';

test.each([
  ['nothing', ['wn, then to the sea.'], 'wn, then to the sea.'],
  ['its last words', ['through the old town.'], 'wn.'],
  ['a word that was cut', ['town, then on.'], 'wn, then on.'],
  ['all of it', [`${before}wn and the sea.`], 'wn and the sea.'],
  ['all of it, in small parts', [...`${before}wn.`], 'wn.'],
  ['words that came earlier too', ['the river is long'], 'the river is long'],
])('removes from a continuation what it repeats: %s', (_what, parts, expected) => {
  expect(shown(before, ...parts)).toBe(expected);
});

it('takes no single letter for a repetition', () => {
  expect(shown('I saw a', 'apples')).toBe('apples');
  expect(shown('bana', 'na')).toBe('na');
});

it('keeps text back only while it may be a repetition', () => {
  const overlap = new Overlap(before);
  expect(overlap.add('the ')).toBe('');
  expect(overlap.add('sea')).toBe('the sea');
  expect(overlap.add(' and')).toBe(' and');
});

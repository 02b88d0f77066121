import { coverWords } from './coverage.js';

const piece = (text: string, weight = 1) => ({ words: text.split(' '), weight });
const expected = new Map([
  ['pump', 2],
  ['broke', 1],
  ['monday', 0.8],
  ['the', 3],
]);

test('The pieces with most of what is expected come first, and what is said is not said again', () => {
  const pieces = [
    piece('a cat sat here'),
    piece('the pump broke'),
    piece('the pump broke'),
    piece('on monday'),
  ];
  expect(coverWords(pieces, expected, { length: 8, most: 20 })[0]).toBe(1);
  const [, second] = coverWords(pieces.slice(1), expected, { length: 8, most: 20 });
  expect(second).toBeDefined();
  expect(coverWords([piece('cat'), piece('dog')], expected, { length: 8, most: 20 })).toEqual([]);
});

test('It ends at the length that is allowed, and passes over what is too short', () => {
  const pieces = Array.from({ length: 30 }, (_, at) => piece(`the pump broke ${at}`));
  expect(coverWords(pieces, expected, { length: 1000, most: 9 }).length).toBeLessThanOrEqual(3);
  expect(coverWords([piece('pump')], expected, { length: 8, most: 20, least: 2 })).toEqual([]);
  expect(coverWords([], expected, { length: 8, most: 20 })).toEqual([]);
});

test('The weight of a piece decides between equals', () => {
  expect(
    coverWords([piece('the pump', 0.3), piece('the pump', 0.9)], expected, { length: 8, most: 2 }),
  ).toEqual([1]);
});

import { damerauLevenshtein, jaroWinkler, levenshtein, levenshteinSimilarity } from './edit-distance.js';

test('Levenshtein counts code points', () => {
  expect(levenshtein('kitten', 'sitting')).toBe(3);
  expect(levenshtein('a😀', 'a😁')).toBe(1);
  expect(levenshteinSimilarity('', '')).toBe(1);
  expect(levenshteinSimilarity('abcd', 'abce')).toBe(0.75);
});

test('Jaro-Winkler gives the published values', () => {
  expect(jaroWinkler('MARTHA', 'MARHTA')).toBeCloseTo(0.9611, 3);
  expect(jaroWinkler('DIXON', 'DICKSONX')).toBeCloseTo(0.8133, 3);
  expect(jaroWinkler('abc', 'xyz')).toBe(0);
});

test('an exchange of neighbours is one step; what is too far is not counted out', () => {
  expect(damerauLevenshtein('invoice', 'invocie', 2)).toBe(1);
  expect(damerauLevenshtein('invoice', 'invoices', 2)).toBe(1);
  expect(damerauLevenshtein('invoice', 'invoice', 2)).toBe(0);
  expect(damerauLevenshtein('ab', '', 2)).toBe(2);
  expect(damerauLevenshtein('invoice', 'delivery', 2)).toBeGreaterThan(2);
  expect(damerauLevenshtein('a', 'abcd', 2)).toBe(3);
});

import { jaroWinkler, levenshtein, levenshteinSimilarity } from './edit-distance.js';

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

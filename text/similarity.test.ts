import { containment, cosine, jaccard, shingles, textSimilarity } from './similarity.js';

test('Jaccard and containment count common members', () => {
  expect(jaccard(new Set([1, 2, 3]), new Set([2, 3, 4]))).toBeCloseTo(0.5);
  expect(containment(new Set([1, 2]), new Set([1, 2, 3]))).toBe(1);
  expect(jaccard(new Set(), new Set())).toBe(1);
});

test('equal texts are 1, other texts less', () => {
  expect(textSimilarity('the quick brown fox jumps', 'The quick, brown fox jumps!')).toBe(1);
  expect(textSimilarity('the quick brown fox jumps', 'the quick brown dog jumps')).toBeLessThan(0.5);
  expect([...shingles('a b')]).toEqual(['a b']);
});

test('cosine is 1 along one line and 0 across', () => {
  expect(cosine(new Map([['a', 2]]), new Map([['a', 5]]))).toBeCloseTo(1);
  expect(cosine(new Map([['a', 2]]), new Map([['b', 5]]))).toBe(0);
});

import { contextPrecision, contextRecall, ndcg, recall, reciprocalRank } from './ranking.js';

const judged = { a: 4, b: 2, c: 1 };

test('nDCG takes the grade as gain and discounts by the logarithm of the rank', () => {
  const ideal = 4 + 2 / Math.log2(3) + 1 / 2;
  expect(ndcg(['a', 'b', 'c'], judged)).toBeCloseTo(1, 12);
  expect(ndcg(['b', 'x', 'a'], judged)).toBeCloseTo((2 + 4 / 2) / ideal, 12);
  expect(ndcg(['x', 'y'], judged)).toBe(0);
  expect(ndcg(['x'], {})).toBe(0);
});

test('The ideal ranking is no longer than the depth', () => {
  expect(ndcg(['a'], judged, 1)).toBe(1);
});

test('The reciprocal rank is that of the first relevant hit', () => {
  expect(reciprocalRank(['x', 'c', 'a'], judged)).toBe(1 / 2);
  expect(reciprocalRank(['x', 'c'], judged, 1)).toBe(0);
});

test('Recall is the share of the relevant documents that were found', () => {
  expect(recall(['c', 'x', 'a'], judged)).toBeCloseTo(2 / 3, 12);
  expect(recall(['x', 'c', 'a'], judged, 2)).toBeCloseTo(1 / 3, 12);
  expect(recall(['a', 'a'], judged)).toBeCloseTo(1 / 3, 12);
  expect(recall(['a'], { a: 0 })).toBe(0);
  expect(recall(['a'], {})).toBe(0);
});

test.each([
  [[1, 0, 1], (1 + 2 / 3) / 2],
  [[0, 0, 1], 1 / 3],
  [[1, 1, 0], 1],
  [[0, 0, 0], 0],
  [[], 0],
])('The precision of a context whose parts are %j is %d', (relevance, precision) => {
  expect(contextPrecision(relevance.map(Boolean))).toBe(precision);
});

test('Context precision looks no deeper than it is told', () => {
  expect(contextPrecision([true, false, true], 2)).toBe(1);
  expect(contextPrecision([false, true], 1)).toBe(0);
});

test('Context recall counts each reference once, and is nothing without references', () => {
  expect(contextRecall(['a', 'b', 'b', 'c'], ['c', 'x', 'a', 'a'])).toBe(2 / 3);
  expect(contextRecall(['a'], [])).toBe(0);
  expect(contextRecall([], ['a'])).toBeNull();
});

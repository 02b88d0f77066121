import { lexRank, maximalMarginalRelevance, sumBasic, textRank } from './sentence-rank.js';

const sentences = [
  ['river', 'flood', 'town', 'damage'],
  ['flood', 'damage', 'house'],
  ['river', 'flood', 'town', 'house'],
  ['football', 'match', 'sunday'],
];

test('central sentences score higher than one that stands alone', () => {
  for (const scores of [textRank(sentences), lexRank(sentences)]) {
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 3);
    expect(Math.min(...scores)).toBe(scores[3]);
  }
});

test('a bias moves the rank to what a question is near', () => {
  const scores = lexRank(sentences, { bias: [0, 0, 0, 1] });
  expect(Math.max(...scores)).toBe(scores[3]);
});

test('SumBasic says new words rather than the same ones', () => {
  expect(sumBasic(sentences, 2)).toHaveLength(2);
  expect(sumBasic(sentences, 9)).toHaveLength(4);
});

test('marginal relevance avoids repetition', () => {
  const similarity = (left: number, right: number) => (left + right === 1 ? 1 : 0);
  expect(maximalMarginalRelevance([1, 0.9, 0.5], similarity, 2, 0.5)).toEqual([0, 2]);
  expect(maximalMarginalRelevance([1, 0.9, 0.5], similarity, 2, 1)).toEqual([0, 1]);
});

test('no sentences give no scores', () => {
  expect(textRank([])).toEqual([]);
});

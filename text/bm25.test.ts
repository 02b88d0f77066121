import { Bm25, tfIdfVectors } from './bm25.js';
import { cosine } from './similarity.js';

const texts = [
  ['late', 'payment', 'fee'],
  ['payment', 'terms', 'payment'],
  ['delivery', 'date'],
];

test('texts with rarer words of the query rank higher, others not at all', () => {
  const ranking = new Bm25(texts);
  expect(ranking.rank(['late', 'payment']).map(({ index }) => index)).toEqual([0, 1]);
  expect(ranking.rank(['payment']).map(({ index }) => index)).toEqual([1, 0]);
  expect(ranking.rank(['unknown'])).toEqual([]);
  expect(ranking.idf('late')).toBeGreaterThan(ranking.idf('payment'));
});

test('tf-idf vectors are nearer for texts that share rare words', () => {
  const [first, second, third] = tfIdfVectors(texts);
  expect(cosine(first!, second!)).toBeGreaterThan(cosine(first!, third!));
});

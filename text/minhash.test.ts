import { minHash, signatureSimilarity } from './minhash.js';

test('the share of equal elements estimates the Jaccard similarity', () => {
  const set = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `member ${from + index}`);
  const estimate = signatureSimilarity(minHash(set(0, 300), 256), minHash(set(100, 400), 256));
  expect(Math.abs(estimate - 0.5)).toBeLessThan(0.13);
  expect(signatureSimilarity(minHash(set(0, 50)), minHash(set(0, 50)))).toBe(1);
  expect(signatureSimilarity(minHash(set(0, 50)), minHash(set(50, 99)))).toBeLessThan(0.1);
});

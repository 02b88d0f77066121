import { numbersFrom } from '../random-numbers.js';
import { type PairedTest, pairedTest } from './paired-test.js';

function tested(pairs: readonly [number, number][], seed?: number): PairedTest {
  const test = pairedTest(pairs, seed);
  if (test === 'insufficient') throw new Error(test);
  return test;
}

const times = (count: number, pair: [number, number]) => Array.from({ length: count }, () => pair);

test('Below thirty pairs nothing is said', () => {
  expect(pairedTest(times(29, [1, 0]))).toBe('insufficient');
});

test('Equal scores show no difference', () => {
  const same = tested(times(40, [0.3, 0.3]));
  expect(same).toEqual({ pairs: 40, difference: 0, interval: { low: 0, high: 0 }, p: 1 });
});

test('Of 0 and 1 it agrees with the exact sign test', () => {
  // Nine changed for the better and one for the worse: 2 * (10 + 1) / 2^10 by the binomial distribution.
  const pairs = [...times(9, [1, 0]), ...times(1, [0, 1]), ...times(40, [1, 1])];
  const { difference, p, interval } = tested(pairs);
  expect(difference).toBeCloseTo(8 / 50, 12);
  expect(Math.abs(p - 22 / 1024)).toBeLessThan(0.005);
  expect(interval.low).toBeGreaterThan(0);
});

test('It does not matter which comes first, and the same seed gives the same', () => {
  const next = numbersFrom(3);
  const pairs = Array.from({ length: 60 }, (): [number, number] => [next() + 0.1, next()]);
  const one = tested(pairs);
  const turned = tested(pairs.map(([first, second]) => [second, first]));
  expect(turned.difference).toBeCloseTo(-one.difference, 12);
  expect(turned.p).toBe(one.p);
  expect(tested(pairs)).toEqual(one);
});

test('Where neither is better it says so by mistake in about 5 of 100', () => {
  const next = numbersFrom(5);
  let mistakes = 0;
  for (let round = 0; round < 100; round += 1) {
    const pairs = Array.from({ length: 40 }, (): [number, number] => [next(), next()]);
    if (tested(pairs, round).p <= 0.05) mistakes += 1;
  }
  expect(mistakes).toBeGreaterThan(0);
  expect(mistakes).toBeLessThan(13);
});

test('p is never 0', () => {
  expect(tested(times(100, [1, 0])).p).toBeCloseTo(1 / 10_001, 12);
});

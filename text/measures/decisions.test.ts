import { balancedAccuracy, f1Score } from './decisions.js';

const decided = (pairs: string) =>
  pairs.split(' ').map((pair) => ({ expected: pair[0] === '+', found: pair[1] === '+' }));

test('balanced accuracy counts each class the same', () => {
  expect(balancedAccuracy(decided('++ +- -- -- -- --'))).toBe(0.75);
  expect(balancedAccuracy(decided('-- -- -+ --'))).toBe(0.75);
  expect(balancedAccuracy([])).toBe(0);
});

test('F1 is of the positives', () => {
  expect(f1Score(decided('++ ++ +- -+ -- --'))).toBeCloseTo(4 / 6, 9);
  expect(f1Score(decided('-- -+'))).toBe(0);
});

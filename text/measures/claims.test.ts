import { faithfulness, hallucinationRates } from './claims.js';

const [yes, no] = [true, false];

test('Faithfulness is the supported share of the claims', () => {
  expect(faithfulness([yes, no, yes, yes])).toBe(3 / 4);
  expect(faithfulness([no])).toBe(0);
  expect(faithfulness([])).toBeNull();
});

test('Both published rates of hallucination', () => {
  const answers = [[yes, yes, yes, no], [yes, no], [yes], [yes]];
  // 1 - (3/4 + 1/2 + 1 + 1)/4, and two of four answers.
  expect(hallucinationRates(answers)).toEqual({ ofClaims: 0.1875, ofAnswers: 0.5 });
  expect(hallucinationRates([[yes]])).toEqual({ ofClaims: 0, ofAnswers: 0 });
});

test('An answer that claims nothing does not count', () => {
  expect(hallucinationRates([[no], []])).toEqual({ ofClaims: 1, ofAnswers: 1 });
  expect(hallucinationRates([[], []])).toBeNull();
});

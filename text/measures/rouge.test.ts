import { bestRouge, rouge, rougeWords } from './rouge.js';

test('The examples of the paper: police killed the gunman', () => {
  // Lin 2004, section 3.1: ROUGE-L of S2 is 3/4, of S3 2/4; ROUGE-2 of both is 1/3.
  const reference = 'police killed the gunman';
  const second = rouge('police kill the gunman', reference);
  // With Porter's stems "kill" is "killed".
  expect(second.rougeL.f).toBe(1);
  const third = rouge('the gunman kill police', reference);
  expect(third.rougeL.f).toBeCloseTo(2 / 4, 12);
  expect(third.rouge2.f).toBeCloseTo(1 / 3, 12);
  const fourth = rouge('the gunman police killed', reference);
  expect(fourth.rougeL.f).toBeCloseTo(2 / 4, 12);
  expect(fourth.rouge1.f).toBe(1);
});

test('Precision, recall and F by hand', () => {
  // 5 words against 6: the, cat, mat and on are shared (the second `the` is clipped in neither).
  const { rouge1, rouge2, rougeL } = rouge('the cat on the mat', 'the cat sat on the rug');
  expect(rouge1).toEqual({ precision: 4 / 5, recall: 4 / 6, f: (2 * 0.8 * (4 / 6)) / (0.8 + 4 / 6) });
  // the cat, on the.
  expect(rouge2.precision).toBeCloseTo(2 / 4, 12);
  expect(rouge2.recall).toBeCloseTo(2 / 5, 12);
  expect(rougeL.f).toBeCloseTo(8 / 11, 12);
});

test('Counts are clipped: saying a word often is no merit', () => {
  expect(rouge('the the the the the the the', 'the cat is on the mat').rouge1).toEqual({
    precision: 2 / 7,
    recall: 2 / 6,
    f: expect.closeTo(4 / 13, 12),
  });
});

test('Letter case and punctuation do not count, endings neither, short words stay', () => {
  expect(rougeWords('The Dogs, running: 3,000 was–ok')).toEqual([
    'the',
    'dog',
    'run',
    '3',
    '000',
    'was',
    'ok',
  ]);
  expect(rouge('It IS raining!', 'it is rained').rouge1.f).toBe(1);
  expect(rougeWords('ROUGE对比 été')).toEqual(['roug', '对', '比', 'été']);
});

test('Of several references the best counts, for each measure', () => {
  const { rouge1, rouge2 } = bestRouge('a b c', ['c b a', 'a b x y z']);
  expect(rouge1.f).toBe(1);
  expect(rouge2.precision).toBe(1 / 2);
  expect(bestRouge('a', []).rouge1.f).toBe(0);
});

test('Nothing is like nothing', () => {
  for (const [text, reference] of [
    ['', ''],
    ['a', ''],
    ['', 'a'],
    ['a', 'b'],
  ] as const)
    expect(rouge(text, reference).rougeL).toEqual({ precision: 0, recall: 0, f: 0 });
});

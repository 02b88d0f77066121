import { answerRelevancy } from './answer-relevancy.js';

/* Each value was computed by hand from whole numbers with rational lengths; the working stands beside it. */
test.each([
  // 25/25, 24/25 and 20/25.
  [
    'three questions of which one is the same',
    [3, 4],
    [
      [3, 4],
      [4, 3],
      [0, 1],
    ],
    (1 + 0.96 + 0.8) / 3,
    0.92,
  ],
  // (5*3 + 12*4)/(13*5) = 63/65, (5*8 + 12*15)/(13*17) = 220/221, (5*12 + 12*5)/169 = 120/169.
  [
    'questions of other lengths',
    [5, 12],
    [
      [3, 4],
      [8, 15],
      [12, 5],
    ],
    (63 / 65 + 220 / 221 + 120 / 169) / 3,
    0.891588,
  ],
  // 1, 0 and -1.
  [
    'a question that says the contrary',
    [1, 0],
    [
      [2, 0],
      [0, 7],
      [-3, 0],
    ],
    0,
    0,
  ],
  // Lengths 3 and 3 and 7: (2 + 2 + 4)/9 = 8/9, (1*2 + 2*3 + 2*6)/21 = 20/21, (1*1 + 2*2 + 2*2)/9 = 1.
  [
    'three dimensions',
    [1, 2, 2],
    [
      [2, 1, 2],
      [2, 3, 6],
      [1, 2, 2],
    ],
    (8 / 9 + 20 / 21 + 1) / 3,
    0.94709,
  ],
  // A vector without length points nowhere: 0 and 12/13 (5, 12 against 0, 1).
  [
    'a question without words',
    [5, 12],
    [
      [0, 0],
      [0, 1],
    ],
    6 / 13,
    0.461538,
  ],
])('The relevancy of %s', (_name, question, generated, exact, byHand) => {
  const relevancy = answerRelevancy(question, generated);
  expect(relevancy).toBeCloseTo(exact, 12);
  expect(Math.abs((relevancy ?? Number.NaN) - byHand)).toBeLessThan(1e-6);
});

test('An answer that commits itself to nothing has none, and without questions there is nothing to measure', () => {
  expect(answerRelevancy([3, 4], [[3, 4]], { isNonCommittal: true })).toBe(0);
  expect(answerRelevancy([3, 4], [])).toBeNull();
});

test('Vectors as they are stored are taken as they are', () => {
  expect(answerRelevancy(Float32Array.of(3, 4), [Float32Array.of(4, 3)])).toBeCloseTo(0.96, 12);
});

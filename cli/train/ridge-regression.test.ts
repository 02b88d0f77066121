import { ridgeRegression } from './ridge-regression.js';

test('Without a penalty the weights of exact data are found', () => {
  const observations = [0, 1, 2, 5].flatMap((x) =>
    [0, 3, 4].map((y) => ({ features: [1, x, y], target: 2 + 3 * x - y })),
  );
  for (const [at, weight] of ridgeRegression(observations, 1e-9).entries())
    expect(weight).toBeCloseTo([2, 3, -1][at] ?? 0, 5);
});

test('A penalty makes them smaller, a weight of an example draws them to it', () => {
  const [one] = ridgeRegression([{ features: [1], target: 1 }], 1);
  expect(one).toBeCloseTo(0.5, 12);
  const pair = [
    { features: [1], target: 0 },
    { features: [1], target: 1, weight: 3 },
  ];
  expect(ridgeRegression(pair, 0)[0]).toBeCloseTo(0.75, 12);
});

import { foldsOf } from './folds.js';
import { type Example, logisticRegression, probability } from './logistic-regression.js';

const example = (x: number, y: number, positive: boolean): Example => ({
  features: [
    [0, x],
    [1, y],
  ],
  positive,
});
const line = Array.from({ length: 40 }, (_, at) =>
  example(at / 20 - (at < 25 ? 1.2 : 1), (at % 7) / 7, at >= 25),
);

test('what can be told apart by one feature is told apart by it', () => {
  const model = logisticRegression(line, { size: 2, penalty: 0.001 });
  expect(
    line.filter(({ features, positive }) => probability(model, features) > 0.5 === positive),
  ).toHaveLength(40);
  expect(model.weights[0]).toBeGreaterThan(5 * Math.abs(model.weights[1] ?? 0));
});

test('a penalty keeps weights small, and the same data give the same weights', () => {
  const free = logisticRegression(line, { size: 2, penalty: 0.001 });
  const bound = logisticRegression(line, { size: 2, penalty: 1 });
  expect(Math.abs(bound.weights[0] ?? 0)).toBeLessThan(Math.abs(free.weights[0] ?? 0) / 4);
  expect(logisticRegression(line, { size: 2, penalty: 0.001 })).toEqual(free);
});

test('a rare class counts as much as a frequent one', () => {
  const rare = [
    example(1, 0, true),
    ...Array.from({ length: 99 }, (_, at) => example(at % 2 ? 0.9 : -1, 0, false)),
  ];
  const { weights, bias } = logisticRegression(rare, { size: 2, penalty: 0.01 });
  expect(probability({ weights, bias }, [[0, 1]])).toBeGreaterThan(0.5);
});

test('groups are held out together, and each once', () => {
  const records = Array.from({ length: 100 }, (_, at) => ({ at, group: `document ${at % 20}` }));
  const folds = foldsOf(records, ({ group }) => group);
  expect(folds.flatMap(({ test }) => test).sort((a, b) => a.at - b.at)).toEqual(records);
  for (const { learn, test } of folds) {
    const held = new Set(test.map(({ group }) => group));
    expect(learn.filter(({ group }) => held.has(group))).toEqual([]);
    expect(learn.length + test.length).toBe(100);
  }
});

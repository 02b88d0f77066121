import { numbersFrom } from '../random-numbers.js';
import { bootstrapInterval, statisticInterval } from './bootstrap.js';
import { mean } from './mean.js';

const shares = (ones: number, of: number) => Array.from({ length: of }, (_, at) => (at < ones ? 1 : 0));

test('Below thirty values nothing is said', () => {
  expect(bootstrapInterval(shares(20, 29))).toBe('insufficient');
  expect(bootstrapInterval(shares(20, 30))).not.toBe('insufficient');
  expect(bootstrapInterval([])).toBe('insufficient');
});

test('The interval is the same for the same seed, and hardly another for another', () => {
  const values = shares(70, 100);
  const [one, same, other] = [1, 1, 2].map((seed) => bootstrapInterval(values, seed));
  expect(one).toEqual(same);
  expect(one).not.toEqual(bootstrapInterval(shares(71, 100)));
  if (one === 'insufficient' || other === 'insufficient') throw new Error('insufficient');
  expect(Math.abs(one!.low - other!.low)).toBeLessThanOrEqual(0.01);
});

test('For many values it is that of the normal distribution', () => {
  const next = numbersFrom(7);
  const values = Array.from({ length: 400 }, next);
  const middle = mean(values);
  const error = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / values.length);
  const interval = bootstrapInterval(values);
  if (interval === 'insufficient') throw new Error(interval);
  expect(Math.abs(interval.low - (middle - 1.96 * error))).toBeLessThan(0.002);
  expect(Math.abs(interval.high - (middle + 1.96 * error))).toBeLessThan(0.002);
});

test('It holds the true mean in about 95 of 100 samples', () => {
  const next = numbersFrom(11);
  let held = 0;
  for (let sample = 0; sample < 200; sample += 1) {
    const interval = bootstrapInterval(Array.from({ length: 50 }, next), sample);
    if (interval !== 'insufficient' && interval.low <= 0.5 && interval.high >= 0.5) held += 1;
  }
  expect(held).toBeGreaterThanOrEqual(180);
  expect(held).toBeLessThan(200);
});

test('Equal values leave no doubt, and no values are changed', () => {
  const values = shares(40, 40);
  expect(bootstrapInterval(values)).toEqual({ low: 1, high: 1 });
  expect(values).toEqual(shares(40, 40));
});

test('The interval of a mean is much the same when the mean is any statistic', () => {
  const values = shares(30, 100);
  const { low, high } = bootstrapInterval(values) as { low: number; high: number };
  const other = statisticInterval(values, mean) as { low: number; high: number };
  expect(other.low).toBeCloseTo(low, 1);
  expect(other.high).toBeCloseTo(high, 1);
  expect(statisticInterval(values.slice(0, 29), mean)).toBe('insufficient');
});

import { variantFor } from './prompt-assignment.js';

const variants = [
  { version: 1, weight: 70 },
  { version: 2, weight: 25 },
  { version: 3, weight: 5 },
];
const given = (at: number, experiment = 'e1') => ({
  tenant: 't',
  prompt: 'ask',
  experiment,
  inputHash: String(at),
});
const versions = (experiment?: string) =>
  Array.from({ length: 10_000 }, (_, at) => variantFor(variants, given(at, experiment))?.version);

it('honours the weights over 10,000 inputs', () => {
  const all = versions();
  for (const { version, weight } of variants) {
    const share = all.filter((one) => one === version).length / all.length;
    // Four standard deviations of a binomial share.
    const bound = 4 * Math.sqrt(((weight / 100) * (1 - weight / 100)) / all.length);
    expect(Math.abs(share - weight / 100)).toBeLessThan(bound);
  }
});

it('gives an input the same version always, and another experiment parts anew', () => {
  expect(versions()).toEqual(versions());
  const others = versions('e2');
  const same = versions().filter((version, at) => version === others[at]).length / 10_000;
  // By chance alone: 0.7² + 0.25² + 0.05².
  expect(same).toBeGreaterThan(0.53);
  expect(same).toBeLessThan(0.58);
});

import { fieldsEvaluator } from './fields-evaluator.js';

const signal = new AbortController().signal;
async function scores(expected: unknown, output: unknown) {
  const item = { id: '1', capability: 'extraction.fields', input: {}, expected, output };
  const found = await fieldsEvaluator.evaluate(item, {} as never, { signal });
  return Object.fromEntries(found.map(({ name, score }) => [name, score]));
}

test('exact is by value, not by spelling; fuzzy says how near', async () => {
  const output = {
    fields: [
      { name: 'total', value: '12.50' },
      { name: 'date', value: '2026-03-05' },
      { name: 'company', value: 'Blue Heron Book' },
    ],
  };
  const expected = { total: 12.5, date: '5 March 2026', company: 'BLUE HERON BOOKS', iban: 'DE00' };
  const { exact, fuzzy } = await scores(expected, output);
  expect(exact).toBe(0.5);
  expect(fuzzy).toBeGreaterThan(0.7);
  expect(fuzzy).toBeLessThan(0.75);
});

test('a field that is known to have no value is right when none was found', async () => {
  expect(await scores([{ name: 'iban', value: null }], { values: {} })).toEqual({ exact: 1, fuzzy: 1 });
  expect(await scores([{ field: 'iban', value: null }], { values: { iban: 'DE00' } })).toEqual({
    exact: 0,
    fuzzy: 0,
  });
});

test('nothing expected is no score', async () => {
  expect(await scores({}, { values: { a: 1 } })).toEqual({});
});

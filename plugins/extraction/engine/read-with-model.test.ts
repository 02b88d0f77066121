import type { EnginePart } from 'tributary/sdk';
import { extractInvoice } from './extract.js';
import type { ModelFields } from './model-fields.js';
import { plainPage } from './page-fixture.js';
import { readWithModel } from './read-with-model.js';

const pages = [plainPage('Invoice No: A-1\nDate: 2031-04-01\nTotal  EUR 12.00\nOur order P-77')];
const byRule = extractInvoice(pages);
const total = { name: 'grand_total', value: '12.00', quote: 'EUR 12.00' };
const order = { name: 'order_ref', value: 'P-77', quote: 'order P-77' };
const madeUp = { name: 'iban', value: 'DE89370400440532013000', quote: 'IBAN DE89' };

async function* model(
  deltas: readonly [string, unknown][],
  answer: ModelFields,
): AsyncGenerator<EnginePart, ModelFields> {
  for (const [path, value] of deltas) yield { type: 'ObjectDelta', path, value };
  return answer;
}

/** What a reader shows who applies every delta, and what was returned. */
async function shownBy(parts: AsyncGenerator<EnginePart, ModelFields>) {
  const reading = readWithModel(parts, pages, byRule);
  const shown: Record<string, unknown> = { value: {} };
  const paths: string[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done) return { shown: shown.value, paths, output: next.value };
    if (typeof next.value === 'string' || next.value.type !== 'ObjectDelta') continue;
    const { path, value } = next.value;
    paths.push(path);
    const keys = ['value', ...path.split('/').slice(1)];
    const last = keys.pop() ?? '';
    const parent = keys.reduce<Record<string, unknown>>(
      (at, key) => at[key] as Record<string, unknown>,
      shown,
    );
    parent[last] = structuredClone(value);
  }
}

test('each field is shown when it is whole and its quote stands in the document', async () => {
  const parts = model(
    [
      ['', { fields: [{ name: 'grand' }] }],
      ['/fields/0', { name: 'grand_total', value: '1' }],
      ['/fields/0', total],
      ['/fields/1', { name: 'iban', value: 'DE8' }],
      ['/fields/1/value', madeUp.value],
      ['/fields/1/quote', madeUp.quote],
      ['/fields/2', { name: 'order_ref' }],
      ['/fields/2', order],
    ],
    { fields: [total, madeUp, order] },
  );
  const { shown, paths, output } = await shownBy(parts);
  const at = byRule.fields.findIndex(({ name }) => name === 'grand_total');
  expect(paths.slice(0, 2)).toEqual(['', `/fields/${at}`]);
  expect(shown).toEqual(output);
  expect(output.fields.find(({ name }) => name === 'grand_total')?.confidence).toBe(0.98);
  expect(output.fields.find(({ name }) => name === 'order_ref')?.quote).toBe('order P-77');
  expect(output.fields.map(({ name }) => name)).not.toContain('iban');
});

test('what the repaired answer does not say any more is taken back', async () => {
  const parts = model(
    [
      ['', { fields: [order, total] }],
      ['', { fields: [total] }],
    ],
    { fields: [total] },
  );
  const { shown, output } = await shownBy(parts);
  expect(output.fields.map(({ name }) => name)).not.toContain('order_ref');
  expect(shown).toEqual(output);
});

test('deltas of another form are passed over', async () => {
  const parts = model(
    [
      ['', 'text'],
      ['/fields', null],
      ['/fields/7', order],
      ['/fields/0/__proto__', { name: 'x' }],
      ['/fields/0', null],
      ['/fields/1', [order]],
      ['/fields/2', order],
    ],
    { fields: [] },
  );
  const { shown, output } = await shownBy(parts);
  expect(shown).toEqual(output);
  expect(output).toEqual({ fields: byRule.fields, review: byRule.review });
});

test('nothing is shown before a field counts, and the call ends with its reader', async () => {
  async function* failing(): AsyncGenerator<EnginePart, ModelFields> {
    yield { type: 'ObjectDelta', path: '', value: { fields: [madeUp, { name: 'x' }, total] } };
    throw new RangeError('down');
  }
  await expect(readWithModel(failing(), pages, byRule).next()).rejects.toThrow('down');
  let isEnded = false;
  async function* endless(): AsyncGenerator<EnginePart, ModelFields> {
    try {
      for (;;) yield { type: 'ObjectDelta', path: '', value: { fields: [total, order] } };
    } finally {
      isEnded = true;
    }
  }
  const reading = readWithModel(endless(), pages, byRule);
  await reading.next();
  await reading.return({ fields: [], review: [] });
  expect(isEnded).toBe(true);
});

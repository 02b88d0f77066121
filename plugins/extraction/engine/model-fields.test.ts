import { extractInvoice } from './extract.js';
import { FieldReading, findQuote, type ModelField } from './model-fields.js';
import { plainPage } from './page-fixture.js';

const pages = [plainPage('Invoice No: A-1\nDate: 2031-04-01\nTotal  EUR 12.00')];
const byRule = extractInvoice(pages);
const joined = (...fields: ModelField[]) => {
  const reading = new FieldReading(pages, byRule);
  for (const field of fields) reading.add(field);
  return reading.extraction;
};

test('a value whose quote does not stand in the document does not count', () => {
  const { fields } = joined({ name: 'iban', value: 'DE89370400440532013000', quote: 'IBAN DE89' });
  expect(fields.find(({ name }) => name === 'iban')).toBeUndefined();
});

test('agreement of rules and model makes a field nearly sure', () => {
  const { fields } = joined({ name: 'grand_total', value: '12.00', quote: 'EUR 12.00' });
  expect(fields.find(({ name }) => name === 'grand_total')?.confidence).toBe(0.98);
});

test('a quote is found however its words are spaced', () => {
  expect(findQuote(pages, 'Total EUR 12.00')).toEqual({
    page: 1,
    start: 33,
    end: 49,
    quote: 'Total  EUR 12.00',
  });
});

import { comparisons } from './invoice-values.js';

test('White space is collapsed; the rest of a number must be the same', () => {
  expect(comparisons.invoice_number('RE-1 /7', ' RE-1\n/7')).toBe(true);
  expect(comparisons.invoice_number('RE-17', 're-17')).toBe(false);
  expect(comparisons.invoice_number('RE-17', null)).toBe(false);
});

test('The grouping of an IBAN does not count', () => {
  expect(comparisons.iban('DE88 2008 0000', 'de8820080000')).toBe(true);
});

test('Amounts are numbers', () => {
  expect(comparisons.grand_total(198, '198.00')).toBe(true);
  expect(comparisons.grand_total(-8.79, '8.79')).toBe(false);
  expect(comparisons.tax_total(0, null)).toBe(false);
  expect(comparisons.tax_total(0, '')).toBe(false);
});

test('A name of several lines is met by the whole or by its last lines', () => {
  const expected = 'GLN 433 \nLief-Nr: 54\nMUSTER GMBH';
  expect(comparisons.seller_name(expected, 'Muster GmbH')).toBe(true);
  expect(comparisons.seller_name(expected, 'GLN 433 Lief-Nr: 54 Muster GmbH')).toBe(true);
  expect(comparisons.seller_name(expected, 'GLN 433')).toBe(false);
  expect(comparisons.seller_name(expected, 'GmbH')).toBe(false);
});

test('Lines are compared whole and in order', () => {
  const line = { name: 'GTIN 41\nZitronensäure 100ml\nKarton', quantity: 5, total: 12.5 };
  const found = { name: 'Zitronensäure 100ml', quantity: '5', total: '12.50' };
  expect(comparisons.lines([line], [found])).toBe(true);
  expect(comparisons.lines([line], [{ ...found, quantity: null }])).toBe(false);
  expect(comparisons.lines([line], [{ ...found, name: 'Zitronensäure' }])).toBe(false);
  expect(comparisons.lines([line, line], [found])).toBe(false);
  expect(comparisons.lines([line], null)).toBe(false);
});

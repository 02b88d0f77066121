import { decimalSeparator, findMoney, parseAmount } from './money.js';

test.each([
  ['1.234,56', '1234.56'],
  ['1,234.56', '1234.56'],
  ['1 234,56', '1234.56'],
  ["1'234.56", '1234.56'],
  ['1\u202f234,56 €', '1234.56'],
  ['-7,67', '-7.67'],
  ['7,67-', '-7.67'],
  ['(7.67)', '-7.67'],
  ['−7,67 EUR', '-7.67'],
  ['EUR -7.67', '-7.67'],
  ['$1,000,000', '1000000'],
  ['12', '12'],
  ['0,5', '0.5'],
  ['1.234.567,8', '1234567.8'],
  ['0.00', '0.00'],
  ['RM9.00', '9.00'],
  ['529,87', '529.87'],
  ['150,-- EUR', '150'],
  ['1.234,-', '1234'],
  ['CHF 80.–', '80'],
])('%s is %s', (written, amount) => {
  expect(parseAmount(written)).toBe(amount);
});

test('one separator before three digits is decided by the hint', () => {
  expect(findMoney('EUR 1.234')).toMatchObject([{ amount: '1234', ambiguous: true }]);
  expect(parseAmount('1.234', { decimal: '.' })).toBe('1.234');
  expect(parseAmount('1.234', { decimal: ',' })).toBe('1234');
});

test('amounts are found with currency and place; percentages, dates and counts are not', () => {
  const text = 'Summe 1.234,56 EUR, 19% MwSt, 19,00 % am 05.03.2013: £ 12.50, 3 Stück, $5 und 7.10';
  const found = findMoney(text);
  expect(found.map(({ amount, currency }) => [amount, currency])).toEqual([
    ['1234.56', 'EUR'],
    ['12.50', 'GBP'],
    ['5', 'USD'],
    ['7.10', null],
  ]);
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([
    '1.234,56 EUR',
    '£ 12.50',
    '$5',
    '7.10',
  ]);
  expect(found.map(({ numberStart, numberEnd }) => text.slice(numberStart, numberEnd))).toEqual([
    '1.234,56',
    '12.50',
    '5',
    '7.10',
  ]);
});

test('the decimal separator of a text is that of its clear amounts', () => {
  expect(decimalSeparator('1.234,56 und 7,10')).toBe(',');
  expect(decimalSeparator('1,234.56 and 7.10')).toBe('.');
  expect(decimalSeparator('1.234')).toBeNull();
});

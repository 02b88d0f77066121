import type { SearchFilter } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { searchFilter } from '../filter-schema.js';
import { readIntent } from './grammar.js';

const today = '2026-11-23';
const read = (query: string) => readIntent(query, today);
const fieldsOf = ({ fields = [] }: SearchFilter) =>
  Object.fromEntries(fields.map(({ name, ...rest }) => [name, rest]));

test.each([
  ['en', 'invoices over 500 EUR from March that are not paid'],
  ['de', 'Rechnungen über 500,00 € aus dem März, die noch nicht bezahlt sind'],
  ['es', 'facturas de más de 500 euros de marzo que no están pagadas'],
  ['fr', 'factures de plus de 500 € de mars qui ne sont pas payées'],
  ['ru', 'неоплаченные счета больше 500 евро за март'],
  ['zh', '三月份未付款的超过500欧元的发票'],
])('%s: kind, amount, month and payment become a filter', (_language, query) => {
  const { text, filter, parts } = read(query);
  expect(text).toBe('');
  expect(filter.kinds).toEqual(['invoice']);
  const { grand_total: total, issue_date: date, due_amount: due } = fieldsOf(filter);
  expect(Number(total?.above)).toBe(500);
  expect(total?.currency).toBe('EUR');
  expect(date).toEqual({ from: '2026-03-01', to: '2026-03-31' });
  expect(due).toEqual({ above: '0', orMissing: true });
  expect(parts.map(({ intent }) => intent).toSorted()).toEqual(['AMOUNT', 'DATE', 'KIND', 'PAYMENT']);
  for (const { start, end, text: quote } of parts)
    expect(codePointSlice(query, start ?? 0, end ?? 0)).toBe(quote);
  expect(searchFilter.safeParse(filter).success).toBe(true);
});

test.each<[string, object]>([
  ['over $2k', { above: '2000', currency: 'USD' }],
  ['mindestens 1.500,00 €', { atLeast: '1500.00', currency: 'EUR' }],
  ['less than 12 345,50 EUR', { below: '12345.50', currency: 'EUR' }],
  ['between 100 and 200 GBP', { atLeast: '100', atMost: '200', currency: 'GBP' }],
  ['hasta 3 mil euros', { atMost: '3000', currency: 'EUR' }],
  ['500元以上', { atLeast: '500', currency: 'CNY' }],
  ['of 99.90 CHF', { atLeast: '99.90', atMost: '99.90', currency: 'CHF' }],
  ['over 2000', { above: '2000' }],
])('amount: %s', (words, expected) => {
  expect(fieldsOf(read(`invoices ${words}`).filter).grand_total).toEqual(expected);
});

test.each<[string, object]>([
  ['from last month', { from: '2026-10-01', to: '2026-10-31' }],
  ['in December', { from: '2025-12-01', to: '2025-12-31' }],
  ['since 2025', { from: '2025-01-01' }],
  ['Q1 2026', { from: '2026-01-01', to: '2026-03-31' }],
  ['del primer trimestre de 2026', { from: '2026-01-01', to: '2026-03-31' }],
  ['from yesterday', { from: '2026-11-22', to: '2026-11-22' }],
  ['der letzten 30 Tage', { from: '2026-10-24', to: '2026-11-23' }],
  ['des 30 derniers jours', { from: '2026-10-24', to: '2026-11-23' }],
  ['this week', { from: '2026-11-23', to: '2026-11-29' }],
  ['before 2026-04-01', { to: '2026-03-31' }],
  ['between March and May 2026', { from: '2026-03-01', to: '2026-05-31' }],
  ['between 5 and 10 March', { from: '2026-03-05', to: '2026-03-10' }],
  ['from 5 March to 10 March 2026', { from: '2026-03-05', to: '2026-03-10' }],
  ['seit dem 5. März', { from: '2026-03-05' }],
  ['2026年3月', { from: '2026-03-01', to: '2026-03-31' }],
])('days: %s', (words, expected) => {
  expect(fieldsOf(read(`invoices ${words}`).filter).issue_date).toEqual(expected);
});

test('what is no bill has the day of its upload; words say what a date is of', () => {
  expect(read('letters from last month').filter).toEqual({
    kinds: ['letter'],
    uploaded: { from: '2026-10-01', to: '2026-10-31' },
  });
  expect(fieldsOf(read('invoices due before 2026-04-01').filter)).toEqual({ due_date: { to: '2026-03-31' } });
  expect(fieldsOf(read('overdue invoices').filter).due_date).toEqual({ to: '2026-11-22' });
});

test('the words that are left are searched for; nothing understood leaves all of it', () => {
  expect(read('receipts under $2k since 2025 about office chairs').text).toBe('office chairs');
  expect(read('invoices from Müller GmbH in 2025').text).toBe('Müller GmbH');
  expect(read('the barge on the river')).toMatchObject({
    text: 'the barge on the river',
    filter: {},
    parts: [],
  });
});

test('what no filter can say is shown and neither dropped nor searched for', () => {
  const { text, parts } = read('invoices without Meyer');
  expect(text).toBe('');
  expect(parts.at(-1)).toMatchObject({ text: 'without Meyer', filter: null, problem: expect.any(String) });
  expect(read('invoices over 500 under 100').parts.at(-1)).toMatchObject({ problem: expect.any(String) });
});

test('an order is read as one', () => {
  expect(read('newest contracts in German')).toMatchObject({
    filter: { kinds: ['contract'], languages: ['de'] },
    order: { by: 'date', ascending: false },
  });
  expect(read('the 10 largest invoices').order).toEqual({
    by: 'date',
    field: 'grand_total',
    ascending: false,
  });
});

test('hostile text is read as text, in time that grows with its length', () => {
  const hostile = "'; drop table documents;-- over over over 500 500 EUR".repeat(18).slice(0, 1_000);
  const before = performance.now();
  expect(searchFilter.safeParse(read(hostile).filter).success).toBe(true);
  expect(searchFilter.safeParse(read('from '.repeat(200)).filter).success).toBe(true);
  expect(performance.now() - before).toBeLessThan(1_000);
});

test.each([
  ['¿Qué facturas no se han pagado?', '0'],
  ['which invoices are still open', '0'],
  ['Welche Rechnungen sind offen?', '0'],
  ['invoices that haven’t all been paid', '0'],
  ['paid invoices', undefined],
])('%s: whether something is due', (query, above) => {
  expect(fieldsOf(read(query).filter).due_amount?.above).toBe(above);
  expect(read('open source contracts').filter).toEqual({ kinds: ['contract'] });
});

test('days to come, and years with their word', () => {
  expect(fieldsOf(read('invoices due next month').filter).due_date).toEqual({
    from: '2026-12-01',
    to: '2026-12-31',
  });
  expect(read('счета за 2025 год')).toMatchObject({ text: '', filter: { fields: [{ from: '2025-01-01' }] } });
  expect(read('last 5 invoices')).toMatchObject({ text: '', order: { by: 'date', field: 'issue_date' } });
});

import { readQuestion } from './question/grammar.js';

const today = '2026-11-23';
const read = (question: string) => readQuestion(question, today);
const program = (question: string) => read(question)?.program;
const kind = { field: 'kind', is: 'EQUALS', values: ['invoice'] };

test.each([
  [
    'How many invoices came in last month?',
    {
      source: 'documents',
      measure: { of: 'count' },
      filters: [kind],
      time: 'uploadedAt',
      period: { from: '2026-10-01', to: '2026-11-01' },
    },
  ],
  [
    'total amount of invoices by supplier in 2026',
    {
      measure: { of: 'sum', field: 'amount' },
      groupBy: ['seller'],
      filters: [kind],
      period: { from: '2026-01-01', to: '2027-01-01' },
    },
  ],
  [
    'average invoice over 500 EUR per month since March',
    {
      measure: { of: 'mean', field: 'amount' },
      interval: 'MONTH',
      period: { from: '2026-03-01', to: '2026-11-24' },
    },
  ],
  [
    'top 5 suppliers by spend',
    { measure: { of: 'sum', field: 'amount' }, groupBy: ['seller'], order: 'VALUE_DESC', limit: 5 },
  ],
  [
    'which supplier did we spend most with this year',
    { groupBy: ['seller'], measure: { of: 'sum', field: 'amount' }, order: 'VALUE_DESC' },
  ],
  [
    'How much did we spend with Hollow Oak Timber last quarter?',
    { measure: { of: 'sum', field: 'amount' }, period: { from: '2026-07-01', to: '2026-10-01' } },
  ],
  [
    'median latency of runs by capability over the last 7 days',
    {
      source: 'runs',
      measure: { of: 'median', field: 'durationMs' },
      groupBy: ['capability'],
      period: { from: '2026-11-16', to: '2026-11-24' },
    },
  ],
  ['ai cost per week', { source: 'runs', measure: { of: 'sum', field: 'costUsd' }, interval: 'WEEK' }],
  [
    'share of answered runs by model',
    { source: 'runs', measure: { of: 'share', field: 'answered' }, groupBy: ['model'] },
  ],
  [
    'acceptance rate of recommendations by kind',
    { source: 'recommendations', measure: { of: 'share', field: 'accepted' }, groupBy: ['kind'] },
  ],
  [
    'how many open reviews',
    {
      source: 'reviews',
      measure: { of: 'count' },
      filters: [{ field: 'open', is: 'EQUALS', values: ['true'] }],
    },
  ],
  ['how long do reviews take', { source: 'reviews', measure: { of: 'mean', field: 'resolutionMs' } }],
  [
    'largest invoice in Q2 2026',
    { measure: { of: 'max', field: 'amount' }, period: { from: '2026-04-01', to: '2026-07-01' } },
  ],
  [
    'number of documents by kind between March and May 2026',
    { measure: { of: 'count' }, groupBy: ['kind'], period: { from: '2026-03-01', to: '2026-06-01' } },
  ],
  [
    'Wie viele Rechnungen kamen letzten Monat?',
    { measure: { of: 'count' }, filters: [kind], period: { from: '2026-10-01', to: '2026-11-01' } },
  ],
  [
    'Summe der Rechnungen nach Lieferant im Jahr 2025',
    {
      measure: { of: 'sum', field: 'amount' },
      groupBy: ['seller'],
      period: { from: '2025-01-01', to: '2026-01-01' },
    },
  ],
  [
    'durchschnittliche Konfidenz pro Woche',
    { measure: { of: 'mean', field: 'confidence' }, interval: 'WEEK' },
  ],
  [
    '¿Cuántas facturas hubo el mes pasado?',
    { measure: { of: 'count' }, filters: [kind], period: { from: '2026-10-01', to: '2026-11-01' } },
  ],
  [
    'gasto total por proveedor este año',
    {
      measure: { of: 'sum', field: 'amount' },
      groupBy: ['seller'],
      period: { from: '2026-01-01', to: '2027-01-01' },
    },
  ],
])('%s', (question, expected) => {
  expect(program(question)).toMatchObject(expected);
});

test('names of companies and amounts become filters', () => {
  expect(program('How much did we spend with Hollow Oak Timber last quarter?')?.filters).toEqual([
    { field: 'seller', is: 'EQUALS', values: ['Hollow Oak Timber'] },
  ]);
  expect(program('sum of invoices from "ACME, Inc." over €1,500')?.filters).toEqual([
    kind,
    { field: 'seller', is: 'EQUALS', values: ['ACME, Inc.'] },
    { field: 'amount', is: 'ABOVE', values: ['1500'] },
    { field: 'currency', is: 'EQUALS', values: ['EUR'] },
  ]);
});

test('what names nothing that is known has no program, and words that are left are told', () => {
  expect(read("'; drop table x;--")).toBeNull();
  expect(read('what is the meaning of life')).toBeNull();
  expect(read('😀 ١٢٣ ---')).toBeNull();
  expect(read('how many purple invoices')?.unread).toEqual(['purple']);
  expect(read('how many invoices')?.unread).toEqual([]);
});

test('it comes to an end with a question of a thousand characters that says the same again and again', () => {
  expect(read('how many invoices from Acme over 500 EUR '.repeat(24).slice(0, 1_000))).not.toBeNull();
});

import type { ExtractedField } from 'tributary/sdk';
import { type ReadBill, readBill } from '../bill.js';
import { sameAmounts } from '../duplicates.js';
import { findAnomalies } from './find-anomalies.js';

const id = (number: number) => `019aaaaa-0000-7000-8000-${String(number).padStart(12, '0')}`;
const bill = (number: number, date: string, values: Record<string, string> = {}): ReadBill => {
  const said = {
    invoice_number: `A-${number}`,
    issue_date: date,
    seller_name: 'Mill Ltd',
    seller_vat: 'GB123456789',
    iban: 'GB33BUKB20201555555555',
    currency: 'GBP',
    grand_total: '120.00',
    ...values,
  };
  const fields = Object.entries(said).map(
    ([name, value]): ExtractedField => ({
      name,
      value,
      confidence: 0.9,
      page: 1,
      start: 0,
      end: 2,
      quote: value,
    }),
  );
  const document = {
    id: id(number),
    versionId: id(number + 500),
    version: 1,
    name: `file-${number}.pdf`,
    title: null,
    mediaType: 'application/pdf',
    kind: 'invoice',
    language: 'en',
    status: 'READY',
    createdAt: `2026-03-01T00:00:${String(number).padStart(2, '0')}.000Z`,
  };
  return readBill(document, fields);
};
/** One a month, in the middle of it, on weekdays. */
const monthly = ['2025-06-16', '2025-07-15', '2025-08-15', '2025-09-15', '2025-10-15', '2025-11-14'];
const before = (change: Record<string, string> = {}, dates = monthly) =>
  dates.map((date, at) => bill(at + 1, date, change));
const kinds = (own: ReadBill, others: ReadBill[]) => findAnomalies(own, others).map(({ kind }) => kind);

test('a bill like those before has nothing unusual', () => {
  expect(findAnomalies(bill(20, '2025-12-15'), before())).toEqual([]);
});

test('an amount far from the usual is told with the usual one and the bills that it is compared with', () => {
  const [found, ...others] = findAnomalies(bill(20, '2025-12-15', { grand_total: '960.00' }), before());
  expect(others).toEqual([]);
  expect(found).toMatchObject({ kind: 'AMOUNT', severity: 'HIGH' });
  expect(found?.reason).toContain(
    'The total of 960.00 GBP is 8.0 times the usual 120.00 GBP of 6 other bills',
  );
  expect(found?.evidence.map(({ documentId }) => documentId)).toEqual([20, 2, 3, 4, 5, 6].map(id));
  expect(kinds(bill(20, '2025-12-15', { grand_total: '960.00', currency: 'EUR' }), before())).toEqual([]);
});

test('another bank account and another VAT id are grave, and come first', () => {
  const own = bill(20, '2025-12-15', {
    iban: 'DE89370400440532013000',
    seller_vat: 'GB999999999',
    grand_total: '300.00',
  });
  expect(kinds(own, before())).toEqual(expect.arrayContaining(['BANK_ACCOUNT', 'VAT_ID']));
  const [found] = findAnomalies(own, before());
  expect(found).toMatchObject({
    kind: 'BANK_ACCOUNT',
    severity: 'HIGH',
    reason: 'The bank account DE…3000 is new: the 6 bills of Mill Ltd before named GB…5555.',
  });
  // One of two that were used before is none.
  const two = [...before(), bill(9, '2025-11-20', { iban: 'DE89370400440532013000' })];
  expect(kinds(bill(20, '2025-12-15', { iban: 'DE89370400440532013000' }), two)).not.toContain(
    'BANK_ACCOUNT',
  );
});

test('a seller without bills is new; the first of many is not called so when it is looked at again', () => {
  expect(findAnomalies(bill(1, '2025-06-16'), [])).toMatchObject([
    { kind: 'NEW_SELLER', severity: 'LOW', reason: 'No other bill of Mill Ltd is known.' },
  ]);
  expect(kinds(bill(1, '2025-06-16'), before().slice(1))).toEqual([]);
  expect(kinds(bill(1, '2025-06-16', { seller_name: '', seller_vat: '' }), [])).toEqual([]);
});

test('who bills once a month has billed this month already', () => {
  const own = bill(20, '2025-11-24');
  expect(findAnomalies(own, before())).toMatchObject([
    {
      kind: 'PERIOD_TWICE',
      severity: 'MEDIUM',
      reason: 'This seller bills once a month and has billed 2025-11 already: A-6.',
    },
  ]);
});

test('a bill much too early or too late is told, a few days are not', () => {
  const weekly = ['2025-09-01', '2025-09-08', '2025-09-15', '2025-09-22', '2025-09-29'];
  expect(findAnomalies(bill(20, '2025-09-30'), before({}, weekly))).toMatchObject([
    { kind: 'INTERVAL', severity: 'MEDIUM', reason: expect.stringContaining('1 day after the bill before') },
  ]);
  expect(findAnomalies(bill(20, '2025-11-10'), before({}, weekly))).toMatchObject([
    { kind: 'INTERVAL', severity: 'LOW', reason: expect.stringContaining('A bill may be missing.') },
  ]);
  expect(kinds(bill(20, '2025-10-07'), before({}, weekly))).toEqual([]);
  const irregular = ['2025-01-02', '2025-01-20', '2025-04-09', '2025-04-15', '2025-08-01', '2025-08-05'];
  expect(kinds(bill(20, '2025-08-06'), before({}, irregular))).toEqual([]);
});

test('a weekend is unusual when no bill before was dated on one', () => {
  const days = ['03', '10', '17', '24', '05', '12', '19', '26'].map(
    (day, at) => `2025-0${at < 4 ? 2 : 3}-${day}`,
  );
  const found = findAnomalies(bill(20, '2025-04-05'), before({}, days));
  expect(found.map(({ kind }) => kind)).toContain('WEEKEND');
  expect(kinds(bill(20, '2025-04-05'), [...before({}, days), bill(15, '2025-03-30')])).not.toContain(
    'WEEKEND',
  );
});

test('the same sum within days under another number may be the same bill; a month later it is not', () => {
  const own = bill(20, '2025-11-17', { invoice_number: 'B-9' });
  expect(sameAmounts(own, before())).toEqual([
    {
      documentId: id(6),
      basis: 'SAME_AMOUNT',
      score: 0.6,
      reason: 'The same seller and total 3 days apart, under the number A-6.',
    },
  ]);
  expect(sameAmounts(bill(20, '2025-12-15'), before())).toEqual([]);
  expect(sameAmounts(bill(20, '2025-11-17', { grand_total: '120.01' }), before())).toEqual([]);
});

import { codePointSlice } from 'tributary/text';
import { plainPage } from '../engine/page-fixture.js';
import { readDocument } from './read-document.js';
import { kindOf, readKind } from './read-kind.js';

const values = (text: string, kind: Parameters<typeof readKind>[1]) =>
  Object.fromEntries(readKind([plainPage(text)], kind).map(({ name, value }) => [name, value]));

test('a German contract', () => {
  const text =
    'Wartungsvertrag\n\nzwischen Bäcker Technik GmbH (nachfolgend „Auftragnehmer“) und Nordlicht Möbel AG (nachfolgend „Auftraggeber“)\n\nDer Vertrag beginnt am 1. April 2026 und endet am 31. März 2028. Die Kündigungsfrist beträgt drei Monate. Die monatliche Vergütung beträgt 1.250,00 EUR. Es gilt deutsches Recht.';
  expect(values(text, 'CONTRACT')).toEqual({
    parties: ['Bäcker Technik GmbH', 'Nordlicht Möbel AG'],
    effective_date: '2026-04-01',
    end_date: '2028-03-31',
    notice_period: 'P3M',
    governing_law: 'deutsches Recht',
    value: '1250.00',
    currency: 'EUR',
  });
});

test('a letter: the blocks above the greeting, and its labels', () => {
  const text =
    'Bäcker Technik GmbH\nHafenstraße 7\n20457 Hamburg\n\nNordlicht Möbel AG\nLindenweg 4\n10115 Berlin\n\n3. März 2026\n\nUnser Zeichen: BT-77\n\nBetreff: Ihr Auftrag vom Februar\n\nSehr geehrte Frau Beispiel,\n\nvielen Dank.\n\nMit freundlichen Grüßen';
  expect(values(text, 'LETTER')).toEqual({
    sender: 'Bäcker Technik GmbH',
    recipient: 'Nordlicht Möbel AG',
    date: '2026-03-03',
    subject: 'Ihr Auftrag vom Februar',
    reference: 'BT-77',
  });
});

test('every place of every kind holds its quote', () => {
  const text =
    '😀 CORNER CAFE LTD\n1 Mill Lane, Bath BA1 2AB\nTel: 01225 555 010\n05/03/2026 13:01\n2 x Soup 11.00\nTOTAL GBP 11.00\nCARD 11.00\nThis agreement between A Ltd and B Ltd runs for one year from 1 May 2026.';
  for (const kind of ['INVOICE', 'RECEIPT', 'PURCHASE_ORDER', 'CONTRACT', 'LETTER'] as const)
    for (const { start, end, quote } of readKind([plainPage(text)], kind))
      expect(codePointSlice(text, start ?? 0, end ?? 0)).toBe(quote);
});

test('a kind is told by its words where nothing classified it', () => {
  expect(
    kindOf([plainPage('This Agreement is governed by the law of Spain. The parties agree.')], null),
  ).toBe('CONTRACT');
  expect(kindOf([plainPage('Dear Ada,\nthank you.\nYours sincerely')], null)).toBe('LETTER');
  expect(kindOf([plainPage('TOTAL 5.00\nCASH 10.00\nCHANGE 5.00')], null)).toBe('RECEIPT');
  expect(kindOf([plainPage('a note')], null)).toBeNull();
  expect(kindOf([plainPage('a note')], 'purchase_order')).toBe('PURCHASE_ORDER');
});

test('ingestion keeps the fields of a receipt under the names of bills, and asks for no number', () => {
  const receipt =
    'CORNER CAFE LTD\n1 Mill Lane, Bath BA1 2AB\nTel: 01225 555 010\n05/03/2026 13:01\nSoup 11.00\nTOTAL GBP 11.00\nCASH 20.00\nCHANGE 9.00';
  const { fields, review } = readDocument([plainPage(receipt)], 'receipt');
  const found = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  expect(found).toMatchObject({
    seller_name: 'CORNER CAFE LTD',
    grand_total: '11.00',
    issue_date: '2026-03-05',
    payment_method: 'CASH',
  });
  expect(review).toEqual([]);
  expect(readDocument([plainPage('a note')], 'other')).toEqual({ fields: [], review: [] });
});

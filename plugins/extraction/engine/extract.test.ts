import { extractOutput } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { extractFields, extractInvoice } from './extract.js';
import { pageOf, plainPage } from './page-fixture.js';

const german = pageOf([
  [[50, 'Nordwind Bürobedarf GmbH · Hafenstraße 7 · 20457 Hamburg']],
  [
    [50, 'Frau'],
    [400, 'Rechnungsnummer'],
    [500, 'NB-2031/88'],
  ],
  [
    [50, 'Ada Beispiel'],
    [400, 'Rechnungsdatum'],
    [500, '03.05.2031'],
  ],
  [
    [50, 'Lindenweg 4'],
    [400, 'Ihre Bestellung Nr.'],
    [500, '77-B'],
  ],
  [[50, '10115 Berlin']],
  [[50, 'Rechnung 📎']],
  [
    [50, 'Pos'],
    [90, 'Bezeichnung'],
    [300, 'Menge'],
    [380, 'Einzelpreis'],
    [500, 'Gesamt'],
  ],
  [
    [50, '1'],
    [90, 'Ordner A4 blau'],
    [300, '10 Stk'],
    [380, '3,50'],
    [500, '35,00'],
  ],
  [[90, 'mit Hebelmechanik']],
  [
    [50, '2'],
    [90, 'Locher'],
    [300, '2 Stk'],
    [380, '12,25'],
    [500, '24,50'],
  ],
  [
    [380, 'Summe netto'],
    [500, '59,50'],
  ],
  [
    [380, 'zzgl. MwSt 19 %'],
    [500, '11,31'],
  ],
  [
    [380, 'Gesamtbetrag'],
    [500, '70,81'],
  ],
  [[50, 'Zahlbar bis 17.05.2031, 2 % Skonto bis 10.05.2031.']],
  [[50, 'USt-IdNr. DE136695976 · IBAN DE89 3704 0044 0532 0130 00']],
]);

const valuesOf = (fields: { name: string; value: unknown }[]) =>
  Object.fromEntries(fields.map((field) => [field.name, field.value]));

test('reads a German invoice: parties, numbers, dates, sums, account and lines', () => {
  const { fields, review } = extractInvoice([german]);
  expect(valuesOf(fields)).toEqual({
    invoice_number: 'NB-2031/88',
    type_code: '380',
    issue_date: '2031-05-03',
    due_date: '2031-05-17',
    seller_name: 'Nordwind Bürobedarf GmbH',
    seller_vat: 'DE136695976',
    buyer_name: 'Frau Ada Beispiel',
    net_total: '59.50',
    tax_total: '11.31',
    grand_total: '70.81',
    due_amount: '70.81',
    order_ref: '77-B',
    iban: 'DE89370400440532013000',
    lines: [
      { name: 'Ordner A4 blau mit Hebelmechanik', quantity: '10', total: '35.00' },
      { name: 'Locher', quantity: '2', total: '24.50' },
    ],
  });
  expect(review).toEqual([]);
});

test('every place quotes the page in code points, behind an emoji too', () => {
  const output = extractInvoice([german]);
  expect(extractOutput.parse(output)).toEqual(output);
  for (const field of output.fields) {
    expect(codePointSlice(german.text, field.start!, field.end!)).toBe(field.quote);
  }
});

test('sums that add up choose the total, and raise its confidence over one that stands alone', () => {
  const adding = extractInvoice([german]).fields.find(({ name }) => name === 'grand_total')!;
  const alone = extractInvoice([plainPage('Receipt\nTotal  70.81')]).fields.find(
    ({ name }) => name === 'grand_total',
  )!;
  expect(adding.confidence).toBeGreaterThan(0.9);
  expect(alone.confidence).toBeLessThan(0.7);
});

test('a French invoice with a payment on account: the due amount is the total less what was paid', () => {
  const page = pageOf([
    [[50, 'Le Fournil SARL - 3 rue du Four - 69001 Lyon']],
    [[50, 'Facture F-2031-17']],
    [
      [50, 'Facturé à'],
      [300, 'Date de facture'],
      [420, '12/11/2031'],
    ],
    [
      [50, 'Hôtel des Alpes'],
      [300, "Date d'échéance"],
      [420, '12/12/2031'],
    ],
    [[50, '8 avenue Foch']],
    [[50, '38000 Grenoble']],
    [
      [300, 'Total HT'],
      [420, '1 200,00 €'],
    ],
    [
      [300, 'TVA 20 %'],
      [420, '240,00 €'],
    ],
    [
      [300, 'Total TTC'],
      [420, '1 440,00 €'],
    ],
    [
      [300, 'Acompte versé'],
      [420, '400,00 €'],
    ],
    [
      [300, 'Net à payer'],
      [420, '1 040,00 €'],
    ],
  ]);
  expect(valuesOf(extractInvoice([page]).fields)).toMatchObject({
    invoice_number: 'F-2031-17',
    issue_date: '2031-11-12',
    due_date: '2031-12-12',
    seller_name: 'Le Fournil',
    buyer_name: 'Hôtel des Alpes',
    currency: 'EUR',
    net_total: '1200.00',
    tax_total: '240.00',
    grand_total: '1440.00',
    due_amount: '1040.00',
  });
});

test('a correction has negative sums and its own type', () => {
  const page = plainPage(
    [
      'Rechnungskorrektur Nr. K-9 vom 01.02.2031',
      'Nettobetrag  -10,00',
      'MwSt 19%  -1,90',
      'Endbetrag  -11,90',
    ].join('\n'),
  );
  expect(valuesOf(extractInvoice([page]).fields)).toMatchObject({
    invoice_number: 'K-9',
    type_code: '384',
    issue_date: '2031-02-01',
    net_total: '-10.00',
    tax_total: '-1.90',
    grand_total: '-11.90',
  });
});

test("the seller's VAT id is not the buyer's", () => {
  const page = plainPage(
    [
      'Invoice No: 2031-5',
      'Seller:',
      'Acme Ltd',
      'VAT No: GB999999973',
      '',
      'Customer VAT no: DE136695976',
      'Total due: GBP 12.00',
    ].join('\n'),
  );
  expect(valuesOf(extractInvoice([page]).fields).seller_vat).toBe('GB999999973');
});

test.each(['Invoice RL-2087', 'INVOICE No. 2087', 'Rechnung Nr. 2031/88', 'Facture n° F-12'])(
  'a title with its number over the letterhead, %j, is no part of the seller',
  (title) => {
    const page = plainPage(`${title}\nRathmore Lighting Ltd\n7 Camden Quay, Cork\nTotal due: EUR 2,331.10`);
    expect(valuesOf(extractInvoice([page]).fields).seller_name).toBe('Rathmore Lighting Ltd');
  },
);

test('American dates and numbers are read by the document’s own convention', () => {
  const page = plainPage(
    'Invoice # 1001\nDate: 03/25/2031\nDue Date: 04/05/2031\nSubtotal $1,100.00\nTax $100.00\nTotal $1,200.00',
  );
  expect(valuesOf(extractInvoice([page]).fields)).toMatchObject({
    issue_date: '2031-03-25',
    due_date: '2031-04-05',
    grand_total: '1200.00',
    currency: 'USD',
  });
});

test('what is no bill has no fields; what is missing asks for a person', () => {
  expect(
    extractFields([plainPage('Dear Ada, thank you for your letter of 3 May.')], 'letter').fields,
  ).toEqual([]);
  const { review } = extractFields([plainPage('Receipt\nTotal 12.00')], 'receipt');
  expect(review.map(({ field }) => field)).toContain('invoice_number');
});

test('an order is known by its own number', () => {
  const page = plainPage(
    'Purchase Order No. PO-4711\nDate: 2031-04-01\nSupplier: Acme Ltd\nTotal EUR 500.00',
  );
  const { fields } = extractFields([page], 'purchase_order');
  expect(valuesOf(fields)).toMatchObject({
    order_ref: 'PO-4711',
    issue_date: '2031-04-01',
    grand_total: '500.00',
  });
  expect(fields.map(({ name }) => name)).not.toContain('invoice_number');
});

test.each(['Rechnung Nr. ', '1.234,56 € Total ', 'Total\n1,00\n'])(
  'a flood of %j is read, and what it gives fits the step',
  (part) => {
    const output = extractInvoice([plainPage(part.repeat(2_000))]);
    expect(extractOutput.parse(output)).toEqual(output);
  },
);

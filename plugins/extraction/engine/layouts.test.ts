import type { PageText } from 'tributary/sdk';
import { extractFields, extractInvoice } from './extract.js';
import { pageOf, plainPage } from './page-fixture.js';

const read = (page: PageText) =>
  Object.fromEntries(extractInvoice([page]).fields.map(({ name, value }) => [name, value]));
const text = (...lines: string[]) => plainPage(lines.join('\n'));

test('a label that goes on in the next row has its value beside either part', () => {
  const page = pageOf([
    [[50, 'FACTURE']],
    [[340, 'Date de']],
    [
      [340, 'livraison'],
      [470, '02/05/2031'],
    ],
    [
      [340, 'Numéro de'],
      [470, 'F-31-7'],
    ],
    [[340, 'facture']],
    [
      [340, 'Date'],
      [470, '09/05/2031'],
    ],
    [[340, 'Total TTC : 12,00 €']],
  ]);
  expect(read(page)).toMatchObject({ invoice_number: 'F-31-7', issue_date: '2031-05-09' });
});

test.each([
  ['beside the title', [[[50, 'Factuur'] as const, [420, '2031-0042'] as const]]],
  ['under the title', [[[50, 'Fattura'] as const], [[50, 'n. 2031-0042'] as const]]],
  [
    'under a bare label',
    [[[50, 'Rechnung'] as const], [[50, 'Nummer'] as const], [[50, '2031-0042'] as const]],
  ],
  ['with a prefix', [[[50, 'Rechnungs-Nr.:'] as const, [150, 'RE 2031-0042'] as const]], 'RE 2031-0042'],
  ['in groups', [[[50, 'Rechnungsnummer 203 100 042'] as const]], '203 100 042'],
  ['after a title in two languages', [[[50, 'Rechnung / Invoice 2031-0042'] as const]]],
])('the number stands %s', (_, rows, number = '2031-0042') => {
  expect(read(pageOf(rows))).toMatchObject({ invoice_number: number });
});

test('other documents that a bill names keep their numbers and dates', () => {
  const page = text(
    'Gutschrift',
    'Gutschrift-Nr.: G-31',
    'Datum: 20.06.2031',
    'zu Rechnung Nr. R-12 vom 01.06.2031',
    'Lieferschein Nr. 881 vom 28.05.2031',
    'Ihre Bestellung Nr. 4711 vom 20.05.2031',
    'Gesamtbetrag 11,90',
  );
  expect(read(page)).toMatchObject({ invoice_number: 'G-31', issue_date: '2031-06-20', order_ref: '4711' });
});

test('a final invoice: the total is that of the whole work, the amount due what its part invoices leave', () => {
  const page = text(
    'Schlussrechnung Nr. 31-77',
    'Datum: 03.05.2031',
    'Leistung netto   10.000,00 €',
    '19 % USt   1.900,00 €',
    'Gesamtbetrag brutto   11.900,00 €',
    'abzgl. 1. Abschlagsrechnung Nr. 30-10 vom 01.03.2030   -5.950,00 €',
    'abzgl. 2. Abschlagsrechnung Nr. 30-20 vom 01.09.2030   -2.380,00 €',
    'Restbetrag   3.570,00 €',
  );
  expect(read(page)).toMatchObject({
    invoice_number: '31-77',
    issue_date: '2031-05-03',
    grand_total: '11900.00',
    due_amount: '3570.00',
  });
});

test('the total is not the amount that rounding leaves to pay', () => {
  const page = text(
    'Factura nº 31/7',
    'Base imponible   40,00',
    'IVA 21%   8,41',
    'Total   48,41',
    'Redondeo   -0,01',
    'Total a pagar   48,40',
  );
  expect(read(page)).toMatchObject({ grand_total: '48.41', due_amount: '48.40' });
});

test('a table of rates beside the sums is not taken for them', () => {
  const page = pageOf([
    [[50, 'Invoice 31-5']],
    [
      [50, 'VAT rate'],
      [120, 'Net'],
      [190, 'VAT'],
      [260, 'Gross'],
    ],
    [
      [50, '20%'],
      [120, '100.00'],
      [190, '20.00'],
      [260, '120.00'],
      [360, 'Subtotal'],
      [530, '150.00'],
    ],
    [
      [50, '5%'],
      [120, '50.00'],
      [190, '2.50'],
      [260, '52.50'],
      [360, 'VAT 20%'],
      [530, '20.00'],
    ],
    [
      [360, 'VAT 5%'],
      [530, '2.50'],
    ],
    [
      [360, 'Total incl. VAT'],
      [530, '172.50'],
    ],
  ]);
  expect(read(page)).toMatchObject({ net_total: '150.00', grand_total: '172.50' });
});

test.each([
  ['Faktura VAT nr FV/7/2031', 'Data wystawienia: 3 października 2031 r.', 'Razem brutto: 123,00 zł', 'PLN'],
  ['Factuurnummer: FV/7/2031', 'Factuurdatum: 3 oktober 2031', 'Totaal incl. btw: € 123,00', 'EUR'],
  ['Fattura n. FV/7/2031', 'del 3 ottobre 2031', 'Totale documento: 123,00 €', 'EUR'],
  ['Fatura n.º FV/7/2031', 'Data de emissão: 3 de outubro de 2031', 'Total com IVA: 123,00 €', 'EUR'],
  ['N.º de factura: FV/7/2031', 'Fecha de expedición: 3-oct-31', 'Importe total: 123,00 €', 'EUR'],
  ['Rg.-Nr.: FV/7/2031', 'Ausgestellt am: den 3. Oktober 2031', 'Endsumme: 123,-- €', 'EUR'],
])('%s', (number, date, total, currency) => {
  expect(read(text(number, date, total))).toMatchObject({
    invoice_number: 'FV/7/2031',
    issue_date: '2031-10-03',
    grand_total: '123.00',
    currency,
  });
});

test('what reads like a bill is read as one, whatever else it names', () => {
  const page = text(
    'Sammelrechnung Nr. 55001',
    'Datum 31.01.31',
    'Lieferschein 1 vom 02.01.31   100,00',
    'Lieferschein 2 vom 15.01.31   200,00',
    'Summe netto   300,00',
    '+ 19% MwSt   57,00',
    'Endsumme   357,00',
  );
  for (const kind of ['delivery_note', 'purchase_order']) {
    const { fields } = extractFields([page], kind);
    expect(fields.find(({ name }) => name === 'invoice_number')?.value).toBe('55001');
  }
});

test('a name goes on in its column, beside article numbers too; what outgrows the column is a remark', () => {
  const page = pageOf([
    [[50, 'Rechnung 31-9']],
    [
      [50, 'Pos'],
      [150, 'Beschreibung'],
      [245, 'Preis'],
      [350, 'Menge'],
      [500, 'Betrag'],
    ],
    [
      [52, '1'],
      [245, '5,50'],
      [350, '2 Stk'],
      [500, '11,00'],
    ],
    [[150, '4-Fahrten']],
    [
      [75, 'ARNR2'],
      [150, '-Karte'],
    ],
    [[150, 'Gültig ab 20.09.2031 15:39 Uhr bis zum Ende des Tages']],
  ]);
  expect(read(page).lines).toEqual([{ name: '4-Fahrten-Karte', quantity: '2', total: '11.00' }]);
});

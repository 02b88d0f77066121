import { classifyOutput } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { classify } from './classify.js';

const page = (text: string) => ({ number: 1, text, lines: [] });
const kindOf = (text: string, mediaType = 'text/plain') => classify([page(text)], mediaType).kind;

test.each([
  [
    'invoice',
    'RECHNUNG\nRechnungsnummer: 12\nRechnungsdatum: 01.02.2031\nSumme netto 10,00\nUSt 19 % 1,90\nGesamtbetrag 11,90\nIBAN DE89 3704',
  ],
  ['invoice', 'Facture FA-12\nTotal HT 10,00\nTVA 20 % 2,00\nTotal TTC 12,00\nNet à payer 12,00'],
  ['invoice', 'Factuur\nFactuurnummer 12\nSubtotaal 10,00\nBTW 21% 2,10\nTotaal incl. btw 12,10'],
  ['invoice', 'Faktura VAT nr 12\nRazem netto 10,00\nVAT 2,30\nDo zapłaty 12,30'],
  ['invoice', 'Fattura n. 12\nImponibile 10,00\nIVA 22% 2,20\nTotale fattura 12,20'],
  ['invoice', 'Fatura n.º 12\nSubtotal 10,00\nIVA 23% 2,30\nTotal a pagar 12,30'],
  ['credit_note', 'Creditnota\nCreditnotanummer 12\nBTW 21% 2,10\nTotaal -12,10'],
  ['credit_note', 'Nota di credito n. 12\nImponibile 10,00\nIVA 22% 2,20\nTotale 12,20'],
  ['credit_note', 'Credit Note\nCredit note no: C-9\nVAT 2.00\nTotal 12.00'],
  ['receipt', 'ACME STORE\nRECEIPT\nCashier: Ada\nTotal 12.00\nCash 20.00\nChange 8.00'],
  ['purchase_order', 'PURCHASE ORDER\nPO No: 77\nShip to: Acme\nPlease deliver by 1 May\nTotal 500.00'],
  ['delivery_note', 'Lieferschein\nLieferschein-Nr. 44\nMenge Artikel\n3 Ordner'],
  [
    'contract',
    'SERVICE AGREEMENT\nThis agreement is made between the parties hereinafter named.\n1.1 Term\nEither party may terminate.\nGoverning law: France. Liability is limited.',
  ],
  [
    'letter',
    'Berlin, 3. Mai 2031\nSehr geehrte Frau Beispiel,\nvielen Dank für Ihren Besuch.\nMit freundlichen Grüßen\nAda',
  ],
  ['email', 'From: ada@example.org\nTo: bob@example.org\nSubject: Friday\n\nShall we meet?'],
  [
    'support_thread',
    'Ticket #4411\nStatus: resolved\nCustomer (Ada): I get an error message when I log in.\nSupport agent: Please clear the cache. Was the issue resolved?',
  ],
  ['minutes', 'Meeting minutes\nAttendees: Ada, Bob\nAgenda\n1 Budget\nAction items'],
  [
    'form',
    'Application form\nFirst name ________\nLast name ________\nDate of birth ________\nSignature ________',
  ],
  ['other', 'Hello, World!'],
])('%s', (kind, text) => {
  expect(kindOf(text)).toBe(kind);
});

test('rows of cells are data, a mail file is a mail', () => {
  expect(
    kindOf(
      'id\tname\tcity\tcount\n1\tAda\tBonn\t4\n2\tBob\tLyon\t5\n3\tEve\tRome\t6\n4\tIan\tOslo\t7',
      'text/csv',
    ),
  ).toBe('dataset');
  expect(kindOf('Shall we meet on Friday?', 'message/rfc822')).toBe('email');
});

test('the number of another document is no title', () => {
  expect(
    kindOf(
      'Rechnung\nRechnungsnummer 1\nLieferschein-Nr 7\nLieferschein-Datum 1.2.2031\nMwSt 1,90\nEndbetrag 11,90',
    ),
  ).toBe('invoice');
});

test('cues quote their place in code points, and the output fits the step', () => {
  const text = '📎 Beilage\nRECHNUNG\nRechnungsnummer: 12';
  const output = classify([page(text)], 'text/plain');
  expect(classifyOutput.parse(output)).toEqual(output);
  for (const { start, end, quote } of output.cues) expect(codePointSlice(text, start!, end!)).toBe(quote);
  expect(output.cues.length).toBeGreaterThan(1);
});

test('the language, or null when it cannot be told', () => {
  expect(
    classify([page('Der Hund lief über die Straße, und niemand hat ihn gesehen.')], 'text/plain').language,
  ).toBe('de');
  expect(classify([page('')], 'text/plain').language).toBeNull();
});

test('a flood of text gives an answer of bounded size', () => {
  const pages = [page('a '.repeat(50_000)), page('rechnung '.repeat(10_000)), page('a'.repeat(100_000))];
  const output = classify(pages, 'text/plain');
  expect(classifyOutput.parse(output)).toEqual(output);
  expect(output.cues.length).toBeLessThanOrEqual(20);
});

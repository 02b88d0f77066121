import { historyDefaults, invoiceHistory } from './history.js';
import { suppliers } from './suppliers.js';

const made = invoiceHistory(historyDefaults);
const netOf = (supplier: string) =>
  made.filter((invoice) => invoice.supplier === supplier).map(({ net }) => net);

test('every month has one invoice a supplier, but those among the examples', () => {
  const others = suppliers.flatMap(({ inExamples }) => inExamples).length;
  expect(made).toHaveLength(historyDefaults.months * suppliers.length - others);
  expect(made.at(0)?.date.slice(0, 7)).toBe('2025-09');
  expect(made.at(-1)?.date.slice(0, 7)).toBe('2026-10');
  expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
  expect(new Set(made.map(({ text }) => text)).size).toBe(made.length);
});

test('the same seed makes the same bytes, another seed others', () => {
  expect(invoiceHistory(historyDefaults)).toEqual(made);
  expect(invoiceHistory({ ...historyDefaults, seed: 7 })).not.toEqual(made);
});

test('freight gets dearer, wood stays what it is', () => {
  const freight = netOf('Elbkai Spedition GmbH');
  expect((freight.at(-1) ?? 0) / (freight.at(0) ?? 1)).toBeGreaterThan(1.8);
  const wood = netOf('Kessler Holzhandel GmbH');
  expect(Math.max(...wood) / Math.min(...wood)).toBeLessThan(1.2);
});

test('an invoice is written in the language of its supplier', () => {
  const texts = ['rathmore', 'kessler', 'alameda'].map(
    (id) => made.find(({ name }) => name === `history/2026-03-${id}.txt`)?.text,
  );
  expect(texts[0]).toMatch(/^Invoice date: \d\d March 2026$/m);
  expect(texts[1]).toMatch(/^Rechnungsdatum: \d\d\.03\.2026$/m);
  expect(texts[1]).toMatch(/^Gesamtbetrag: 2\.\d{3},\d\d EUR$/m);
  expect(texts[2]).toMatch(/^Fecha de factura: \d\d\/03\/2026$/m);
});

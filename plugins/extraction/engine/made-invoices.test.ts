import { extractInvoice } from './extract.js';
import { type MadeInvoice, makeInvoice } from './test/made-invoice.js';

/** Invoices that no rule was written for: other words, places and forms of writing in each, the same in each run. */
const invoices = Array.from({ length: 250 }, (_, seed) => makeInvoice(10_000 + seed));

/** How many have each field right, and what the others were made of. */
function readAll(made: readonly MadeInvoice[]) {
  const misses: Record<'invoice_number' | 'issue_date' | 'grand_total', unknown[]> = {
    invoice_number: [],
    issue_date: [],
    grand_total: [],
  };
  for (const { pages, expected, traits } of made) {
    const found = new Map(extractInvoice(pages).fields.map(({ name, value }) => [name, value]));
    for (const name of Object.keys(misses) as (keyof typeof misses)[]) {
      if (found.get(name) !== expected[name])
        misses[name].push({ expected: expected[name], found: found.get(name), ...traits });
    }
  }
  return misses;
}

test('reads number, date and total of invoices in eight languages, however they are laid out', () => {
  const misses = readAll(invoices);
  expect(misses.invoice_number.slice(0, invoices.length * 0.02)).toEqual(misses.invoice_number);
  expect(misses.issue_date.slice(0, invoices.length * 0.02)).toEqual(misses.issue_date);
  expect(misses.grand_total.slice(0, invoices.length * 0.02)).toEqual(misses.grand_total);
});

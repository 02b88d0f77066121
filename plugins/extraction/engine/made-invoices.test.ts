import { extractInvoice } from './extract.js';
import { makeInvoice } from './test/made-invoice.js';

/** Invoices that no rule was written for: other words, places and forms of writing in each, the same in each run. */
const invoices = Array.from({ length: 200 }, (_, seed) => {
  const made = makeInvoice(10_000 + seed);
  return {
    ...made,
    found: new Map(extractInvoice(made.pages).fields.map(({ name, value }) => [name, value])),
  };
});

test.each([
  ['invoice_number', 0.02],
  ['issue_date', 0.01],
  ['grand_total', 0.02],
] as const)('reads %s of invoices in eight languages, however they are laid out', (name, most) => {
  const misses = invoices
    .filter(({ expected, found }) => found.get(name) !== expected[name])
    .map(({ expected, found, traits }) => ({ expected: expected[name], found: found.get(name), ...traits }));
  expect(misses.slice(0, invoices.length * most)).toEqual(misses);
});

test('reads the lines of goods under heads in eight languages', () => {
  const wrong = invoices.filter(({ expected, found }) => {
    const lines = found.get('lines');
    const items = Array.isArray(lines) ? lines : [];
    return (
      items.length !== expected.lines.length ||
      // A remark under a line may count as part of its name.
      !expected.lines.every(({ name, ...rest }, at) => {
        const item = items[at] as { name: string };
        return item.name.startsWith(name) && JSON.stringify(item).includes(JSON.stringify(rest).slice(1, -1));
      })
    );
  });
  expect(wrong.map(({ traits }) => traits)).toEqual([]);
});

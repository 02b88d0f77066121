import type { ExtractedField } from 'tributary/sdk';
import { type ReadBill, readBill } from '../bill.js';
import { matchOrder } from './match-order.js';
import { matchProposal } from './match-proposal.js';
import { toleranceOf } from './tolerance.js';

type Line = [name: string, quantity: string | null, total: string];

const id = (number: number) => `019aaaaa-0000-7000-8000-${String(number).padStart(12, '0')}`;
const paper = (
  number: number,
  kind: string,
  values: Record<string, unknown>,
  lines: Line[] = [],
): ReadBill => {
  const rows = lines.map(([name, quantity, total]) => ({ name, quantity, total }));
  const fields = Object.entries({ ...values, ...(rows.length > 0 ? { lines: rows } : {}) }).map(
    ([name, value]) =>
      ({ name, value, confidence: 0.9, page: 1, start: 0, end: 2, quote: 'so' }) as ExtractedField,
  );
  const document = {
    id: id(number),
    versionId: id(number + 500),
    version: 1,
    name: `file-${number}.pdf`,
    title: null,
    mediaType: 'application/pdf',
    kind,
    language: 'en',
    status: 'READY',
    createdAt: `2026-03-0${number}T00:00:00.000Z`,
  };
  return readBill(document, fields);
};
const ordered: Line[] = [
  ['Desk lamp, adjustable', '4', '154.00'],
  ['Office chair, mesh', '2', '378.00'],
  ['Paper A4, box of 5 reams', '6', '126.00'],
];
const order = (lines = ordered, values = {}) =>
  paper(
    1,
    'purchase_order',
    { order_ref: 'PO-7', seller_name: 'Harbour Ltd', currency: 'GBP', net_total: '658.00', ...values },
    lines,
  );
const invoice = (lines: Line[], net: string, values = {}) =>
  paper(
    2,
    'invoice',
    {
      invoice_number: 'H-1',
      order_ref: 'PO-7',
      seller_name: 'Harbour Ltd',
      currency: 'GBP',
      net_total: net,
      ...values,
    },
    lines,
  );
const match = (bill: ReadBill, against = order(), settings = {}, others: ReadBill[] = []) =>
  matchOrder({ invoice: bill, order: against, others }, toleranceOf(settings));

test('an invoice as ordered is within the tolerance in its sum and in each line', () => {
  const found = match(invoice(ordered, '658.00'));
  expect(found).toMatchObject({
    verdict: 'WITHIN',
    reason: '658.00 GBP are billed, as ordered.',
    basis: 'NET',
    difference: 0,
    differencePercent: 0,
    sameNumber: true,
    sameSeller: true,
    sameCurrency: true,
  });
  expect(found.lines.map(({ verdict }) => verdict)).toEqual(['WITHIN', 'WITHIN', 'WITHIN']);
  expect(found.evidence.map(({ documentId }) => documentId)).toEqual(expect.arrayContaining([id(1), id(2)]));
});

test('three percent more is over two and within five', () => {
  const dear = ordered.map(
    ([name, quantity, total]): Line => [name, quantity, (Number(total) * 1.03).toFixed(2)],
  );
  const found = match(invoice(dear, '677.74'));
  expect(found).toMatchObject({ verdict: 'OVER', difference: 19.74 });
  expect(found.differencePercent).toBeCloseTo(3, 5);
  expect(found.lines.map(({ verdict }) => verdict)).toEqual(['OVER', 'OVER', 'OVER']);
  expect(found.lines[0]).toMatchObject({ quantityDifference: 0, amountDifference: 4.62 });
  expect(found.lines[0]?.reason).toContain('(+3.0 %)');
  const generous = match(invoice(dear, '677.74'), order(), { matchTolerancePercent: 5 });
  expect([generous.verdict, ...generous.lines.map(({ verdict }) => verdict)]).toEqual(
    Array(4).fill('WITHIN'),
  );
});

test('what is missing, extra, more or less is said line by line, under other names too', () => {
  const found = match(
    invoice(
      [
        ['Adjustable desk lamp (black)', '5', '192.50'],
        ['Paper A4, box of 5 reams', '6', '120.00'],
        ['Delivery', '1', '15.00'],
      ],
      '327.50',
    ),
  );
  expect(found.verdict).toBe('UNDER');
  expect(
    found.lines.map(({ verdict, billed, ordered: wanted }) => [verdict, billed?.name, wanted?.name]),
  ).toEqual([
    ['OVER', 'Adjustable desk lamp (black)', 'Desk lamp, adjustable'],
    ['MISSING', undefined, 'Office chair, mesh'],
    ['UNDER', 'Paper A4, box of 5 reams', 'Paper A4, box of 5 reams'],
    ['EXTRA', 'Delivery', undefined],
  ]);
  expect(found.lines[0]).toMatchObject({
    quantityDifference: 1,
    amountDifference: 38.5,
    reason: expect.stringContaining('5 are billed, 4 were ordered.'),
  });
  expect(found.lines[1]).toMatchObject({ amountDifference: -378, amountDifferencePercent: -100 });
  expect(found.lines[3]).toMatchObject({ amountDifference: 15, amountDifferencePercent: null });
});

test('the same article twice is paired by its amounts, each line once', () => {
  const twice: Line[] = [
    ['Cable', '1', '10.00'],
    ['Cable', '5', '50.00'],
  ];
  const found = match(invoice([...twice].reverse(), '60.00'), order(twice, { net_total: '60.00' }));
  expect(found.lines.map(({ verdict, billed }) => [verdict, billed?.total])).toEqual([
    ['WITHIN', 10],
    ['WITHIN', 50],
  ]);
});

test('two currencies, and sums that nobody says, are not compared', () => {
  expect(match(invoice([], '658.00', { currency: 'EUR' }))).toMatchObject({
    verdict: 'UNKNOWN',
    sameCurrency: false,
    difference: null,
    differencePercent: null,
  });
  const silent = paper(2, 'invoice', { order_ref: 'PO-7' });
  expect(match(silent)).toMatchObject({ verdict: 'UNKNOWN', basis: null, sameSeller: null });
  const byLines = match(
    paper(2, 'invoice', { order_ref: 'PO-7' }, ordered),
    order(ordered, { net_total: '', grand_total: '' }),
  );
  expect(byLines).toMatchObject({ verdict: 'WITHIN', basis: 'LINES', billed: 658, ordered: 658 });
});

test('an order that is billed in two parts is over when both together are', () => {
  const part = paper(3, 'invoice', {
    invoice_number: 'H-2',
    order_ref: 'PO-7',
    currency: 'GBP',
    net_total: '400.00',
  });
  const found = match(invoice([], '400.00'), order(), {}, [part]);
  expect(found).toMatchObject({ verdict: 'OVER', billedInAll: 800, otherBills: [id(3)] });
  expect(found.reason).toContain('With 1 other bill of this order 800.00 of 658.00 are billed.');
  expect(match(invoice([], '250.00'), order(), {}, [part])).toMatchObject({
    verdict: 'UNDER',
    billedInAll: 650,
  });
});

test('a small sum may differ by cents, whatever percent that is', () => {
  const small = order([['Pen', '1', '1.00']], { net_total: '1.00' });
  expect(match(invoice([['Pen', '1', '1.05']], '1.05'), small)).toMatchObject({
    verdict: 'WITHIN',
    lines: [{ verdict: 'WITHIN' }],
  });
  expect(match(invoice([['Pen', '1', '1.06']], '1.06'), small).verdict).toBe('OVER');
});

test('a proposal tells the lines that differ, and gives rules the facts', () => {
  const bill = invoice([...ordered.slice(1), ['Delivery', '1', '15.00']], '519.00');
  const against = order();
  const relation = {
    documentId: id(1),
    relation: 'ORDER',
    score: 0.95,
    reason: 'The bill names this order.',
  };
  const proposal = matchProposal(
    { ...bill.document, fields: bill.fields },
    { bill: against, relation },
    match(bill),
  );
  expect(proposal).toMatchObject({
    kind: 'MATCH_ORDER',
    title: 'H-1 belongs to the order PO-7',
    facts: {
      withinTolerance: false,
      linesCompared: 4,
      linesMissing: 1,
      linesExtra: 1,
      linesOver: 0,
      sameSeller: true,
    },
  });
  expect(proposal.facts.amountDifferencePercent).toBeCloseTo(21.12, 2);
  expect(proposal.rationale).toContain('Delivery: It is billed and was not ordered.');
});

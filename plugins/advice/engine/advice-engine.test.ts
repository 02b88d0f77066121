import type { ExtractedField } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { amountAnomaly } from './anomalies/amount.js';
import { median } from './anomalies/robust.js';
import { type Bill, billOf, type ReadBill, readBill } from './bill.js';
import { examine } from './examine.js';
import { openingOf } from './opening.js';
import { matchOrder } from './order/match-order.js';
import { type RelatedDocument, recommend } from './recommend.js';
import { type Other, relationTo } from './relate.js';

const field = (name: string, value: ExtractedField['value'], confidence = 0.9): ExtractedField => ({
  name,
  value,
  confidence,
  page: 1,
  start: 0,
  end: 2,
  quote: 'so',
});
const invoiceFields = (change: Record<string, string | null> = {}) =>
  Object.entries({
    invoice_number: '17',
    issue_date: '2026-03-01',
    seller_name: 'Mill Ltd',
    seller_vat: 'GB123',
    currency: 'EUR',
    net_total: '100.00',
    tax_total: '20.00',
    grand_total: '120.00',
    ...change,
  }).map(([name, value]) => field(name, value));
const bill = (change: Partial<Bill> = {}): Bill => ({ ...billOf(invoiceFields()), ...change });
const id = (number: number) => `019aaaaa-0000-7000-8000-${String(number).padStart(12, '0')}`;
const summary = (number: number, kind: string, createdAt = '2026-03-02T00:00:00.000Z') => ({
  id: id(number),
  versionId: id(number + 500),
  version: 1,
  name: `file-${number}.pdf`,
  title: null,
  mediaType: 'application/pdf',
  kind,
  language: 'en',
  status: 'READY',
  createdAt,
});

describe('the bill of a document', () => {
  it('holds numbers and words as they were found, and null for what was not', () => {
    expect(bill()).toEqual({
      number: '17',
      seller: 'Mill Ltd',
      sellerVat: 'GB123',
      date: '2026-03-01',
      orderRef: null,
      iban: null,
      currency: 'EUR',
      net: 100,
      tax: 20,
      total: 120,
      lines: [],
      lowestConfidence: 0.9,
    });
    const odd = billOf([field('grand_total', 'many'), field('net_total', ''), field('invoice_number', '')]);
    expect(odd).toMatchObject({ total: null, net: null, number: null });
    expect(billOf([])).toMatchObject({ total: null, lowestConfidence: 0 });
    expect(billOf([field('grand_total', -5.5), field('invoice_number', '1', 0.2)])).toMatchObject({
      total: -5.5,
      lowestConfidence: 0.2,
    });
  });
});

describe('how a document is related to another', () => {
  const own = { kind: 'invoice', bill: bill() };
  const other = (change: Partial<Other> = {}): Other => ({
    id: id(2),
    kind: 'invoice',
    bill: bill(),
    similarity: null,
    ...change,
  });
  const order = (change: Partial<Bill>) =>
    other({ kind: 'purchase_order', bill: bill({ number: null, ...change }) });

  it.each([
    ['the same number, seller and total', other(), 'DUPLICATE'],
    ['another total', other({ bill: bill({ total: 90 }) }), 'VERSION'],
    ['a total that is not known', other({ bill: bill({ total: null }) }), 'VERSION'],
    ['another currency', other({ bill: bill({ currency: 'USD' }) }), 'VERSION'],
    ['a currency that is not known', other({ bill: bill({ currency: null }) }), 'DUPLICATE'],
    ['the number of another seller', other({ bill: bill({ sellerVat: 'GB999' }) }), null],
    [
      'a seller spelled otherwise',
      other({ bill: bill({ sellerVat: null, seller: 'Mill Ltd.' }) }),
      'DUPLICATE',
    ],
    ['another name and no VAT id', other({ bill: bill({ sellerVat: null, seller: 'Bakery' }) }), null],
    ['another kind', other({ kind: 'credit_note' }), null],
    [
      'nearly the same text without a number',
      other({ similarity: 0.99, bill: bill({ number: null }) }),
      'DUPLICATE',
    ],
    [
      'nearly the same text with another number',
      other({ similarity: 0.99, bill: bill({ number: '18' }) }),
      'SIMILAR',
    ],
    ['much the same words', other({ similarity: 0.5, bill: bill({ number: '18' }) }), 'SIMILAR'],
    ['nothing', other({ bill: bill({ number: '18' }) }), null],
  ] as const)('%s', (_name, second, relation) => {
    expect(relationTo(own, second)?.relation ?? null).toBe(relation);
  });

  it('two bills without totals are not called equal', () => {
    const unknown = { kind: 'invoice', bill: bill({ total: null }) };
    expect(relationTo(unknown, other({ bill: bill({ total: null }) }))).toMatchObject({
      relation: 'VERSION',
      reason: expect.stringContaining('not known'),
    });
  });

  it('a bill belongs to the order it names, whichever came first', () => {
    const naming = { kind: 'invoice', bill: bill({ orderRef: 'B-1' }) };
    expect(relationTo(naming, order({ orderRef: 'B-1' }))).toMatchObject({ relation: 'ORDER' });
    expect(relationTo(naming, order({ number: 'B-1' }))).toMatchObject({ relation: 'ORDER' });
    expect(relationTo(naming, order({ orderRef: 'B-2' }))).toBeNull();
    const placed = { kind: 'purchase_order', bill: bill({ number: null, orderRef: 'B-1' }) };
    expect(relationTo(placed, other({ bill: bill({ number: '18', orderRef: 'B-1' }) }))).toMatchObject({
      relation: 'BILL',
    });
    expect(
      relationTo(
        { kind: 'letter', bill: bill({ orderRef: 'B-1', number: null }) },
        order({ orderRef: 'B-1' }),
      ),
    ).toBeNull();
    // Neither names an order: null is not a number that both have.
    expect(
      relationTo({ kind: 'invoice', bill: bill({ number: null }) }, order({ orderRef: null })),
    ).toBeNull();
  });
});

describe('what is recommended', () => {
  const tolerance = { percent: 2, amount: 0.05, quantityPercent: 0 };
  const advised = (
    change: {
      fields?: ExtractedField[];
      kind?: string;
      related?: RelatedDocument[];
      ofSeller?: ReadBill[];
    } = {},
  ) => {
    const { fields = invoiceFields(), kind = 'invoice', related = [], ofSeller = [] } = change;
    const document = { ...summary(1, kind), fields };
    const own = readBill(document, fields);
    const order = related.find(({ relation }) => relation.relation === 'ORDER')?.bill;
    const ordered = order ? { order, others: [] } : null;
    const at = '2026-03-02T00:00:00.000Z';
    const matches = related
      .filter(({ relation }) => relation.relation === 'BILL')
      .map(({ bill }) => matchOrder({ invoice: bill, order: own, others: [] }, tolerance));
    const findings =
      kind === 'invoice' || kind === 'credit_note'
        ? examine({ own, related, ofSeller, ordered, tolerance, at })
        : null;
    return recommend({ document, related, findings, matches });
  };
  const related = (
    relation: string,
    change: { number?: number; kind?: string; bill?: Partial<Bill>; score?: number; createdAt?: string } = {},
  ): RelatedDocument => {
    const { number = 2, kind = 'invoice', score = 0.9, createdAt } = change;
    const document = summary(number, kind, createdAt);
    const found = { documentId: document.id, relation, score, reason: 'For a reason.' };
    return { bill: { document, fields: [], bill: bill(change.bill) }, relation: found };
  };
  const earlier = (totals: readonly number[]): ReadBill[] =>
    totals.map((total, at) => ({
      document: summary(at + 10, 'invoice', `2026-02-0${at + 1}T00:00:00.000Z`),
      fields: [],
      bill: bill({ number: `E${at}`, total, date: `2025-0${at + 1}-11` }),
    }));
  const kinds = (proposals: ReturnType<typeof advised>) => proposals.map(({ kind }) => kind);

  it('a complete bill is approved, with its places as evidence', () => {
    const [approve, ...others] = advised();
    expect(others).toEqual([]);
    expect(approve).toMatchObject({
      kind: 'APPROVE',
      action: null,
      confidence: 0.9,
      facts: { grandTotal: 120, amount: 120, duplicates: 0, lowestConfidence: 0.9 },
    });
    expect(approve?.evidence.map(({ note }) => note)).toEqual([
      'invoice number',
      'issue date',
      'seller name',
      'grand total',
    ]);
    expect(
      advised({
        kind: 'credit_note',
        fields: invoiceFields({ grand_total: '-120.00', net_total: '-100.00', tax_total: '-20.00' }),
      })[0]?.facts,
    ).toMatchObject({ grandTotal: -120, amount: 120 });
  });

  it.each([
    ['a number that is missing', invoiceFields({ invoice_number: null }), 'The number was not found.'],
    [
      'several that are',
      invoiceFields({ issue_date: null, grand_total: null }),
      'The date, the total was not found.',
    ],
    ['sums that do not add up', invoiceFields({ tax_total: '19.00' }), 'do not add up to 120.00'],
  ])('%s wants a person, and is not approved', (_name, fields, reason) => {
    const proposals = advised({ fields });
    expect(kinds(proposals)).toEqual(['REVIEW']);
    expect(proposals[0]?.rationale).toContain(reason);
    expect(proposals[0]?.facts).toMatchObject({ reasons: 1 });
  });

  it('a cent of rounding is no reason', () => {
    expect(kinds(advised({ fields: invoiceFields({ tax_total: '20.01' }) }))).toEqual(['APPROVE']);
  });

  it('of two alike the later is to go, and neither is approved', () => {
    const earlier = advised({ related: [related('DUPLICATE', { createdAt: '2026-03-01T00:00:00.000Z' })] });
    expect(kinds(earlier)).toEqual(['FLAG_DUPLICATE']);
    expect(earlier[0]).toMatchObject({
      title: 'file-1.pdf looks like a duplicate of file-2.pdf',
      action: { operation: 'RemoveDuplicate', variables: { documentId: id(1) } },
    });
    const later = advised({ related: [related('DUPLICATE', { createdAt: '2026-03-03T00:00:00.000Z' })] });
    expect(later[0]).toMatchObject({
      title: 'file-2.pdf looks like a duplicate of file-1.pdf',
      action: { operation: 'RemoveDuplicate', variables: { documentId: id(2) } },
    });
    expect(later[0]?.evidence[0]?.documentId).toBe(id(2));
    const many = [2, 3, 4, 5].map((number) => related('DUPLICATE', { number }));
    expect(kinds(advised({ related: many }))).toEqual(Array(3).fill('FLAG_DUPLICATE'));
  });

  it('another total under the same number wants a person', () => {
    const [review] = advised({ related: [related('VERSION', { bill: { total: 90 } })] });
    expect(review).toMatchObject({
      kind: 'REVIEW',
      rationale: 'file-2.pdf has the same number with a total of 90.00 EUR.',
    });
  });

  it.each([
    ['net with net', { net: 102, total: 500 }, 1.96],
    ['total with total when a net is not known', { net: null, total: 150 }, 20],
    ['nothing when a total is not known', { net: null, total: null }, 100],
    ['nothing in two currencies', { net: 100, currency: 'USD' }, 100],
  ])('a bill is matched with its order by comparing %s', (_name, ordered, percent) => {
    const order = related('ORDER', { kind: 'purchase_order', bill: ordered });
    const [match, approve] = advised({ related: [order] });
    expect(match?.kind).toBe('MATCH_ORDER');
    expect(match?.facts.amountDifferencePercent).toBeCloseTo(percent, 1);
    expect(approve?.kind).toBe('APPROVE');
  });

  it('an order is matched with the bills that came before it', () => {
    const bills = [2, 3, 4, 5].map((number) => related('BILL', { number, bill: { net: 90 } }));
    const proposals = advised({ kind: 'purchase_order', related: bills });
    expect(kinds(proposals)).toEqual(Array(4).fill('MATCH_ORDER'));
    expect(proposals[0]?.facts.amountDifferencePercent).toBeCloseTo(10);
    expect(proposals[0]?.facts.differencePercent).toBeCloseTo(-10);
  });

  it('an amount far from those before wants a person, one among them does not', () => {
    const before = [100, 110, 120, 125, 130, 118];
    expect(kinds(advised({ ofSeller: earlier(before) }))).toEqual(['APPROVE']);
    const [review] = advised({ ofSeller: earlier(before.map((total) => total * 100)) });
    expect(review).toMatchObject({
      kind: 'REVIEW',
      rationale: expect.stringContaining('6 other bills'),
      facts: { anomalyKinds: expect.arrayContaining(['AMOUNT']) },
    });
    expect(review?.evidence.map(({ documentId }) => documentId)).toContain(id(15));
  });

  it('similar documents are named together, the closest first; other papers get nothing else', () => {
    const similar = [related('SIMILAR', { score: 0.8 }), related('SIMILAR', { number: 3, score: 0.4 })];
    const [proposal, ...none] = advised({ kind: 'letter', related: similar });
    expect(none).toEqual([]);
    expect(proposal).toMatchObject({ kind: 'SIMILAR', confidence: 0.8, facts: { score: 0.8 } });
    expect(proposal?.evidence.map(({ documentId }) => documentId)).toEqual([id(2), id(3)]);
    expect(advised({ kind: 'letter' })).toEqual([]);
  });
});

describe('an amount among those before', () => {
  const score = (amount: number, before: number[]) => amountAnomaly(amount, before)?.score ?? null;

  it('is measured by the median absolute deviation of the logarithms', () => {
    expect(score(100, [90, 100, 110, 100, 100])).toBeCloseTo(0);
    const before = [80, 90, 100, 110, 125];
    expect(score(200, before)).toBeCloseTo((Math.log(2) * 0.6745) / Math.log(100 / 90), 5);
    expect(score(50, before)).toBeCloseTo((-Math.log(2) * 0.6745) / Math.log(100 / 90), 5);
    expect(amountAnomaly(200, before)).toMatchObject({ usual: 100, of: 5 });
  });

  it('is far from amounts that are all alike when it clearly differs, and not by a few percent', () => {
    expect(score(100, [100, 100, 100, 100, 100])).toBe(0);
    expect(score(150, [100, 100, 100, 100, 100])).toBeGreaterThan(3.5);
    expect(score(110, [100, 100, 100, 100, 100])).toBeLessThan(3.5);
  });

  it('is not judged by fewer than five of its sign', () => {
    expect(score(1_000_000, [1, 1, 1, 1])).toBeNull();
    expect(score(100, [-1, -1, -1, -1, -1, 100])).toBeNull();
    expect(score(0, [1, 1, 1, 1, 1])).toBeNull();
    expect(score(-500, [-10, -11, -12, -10, -9])).toBeGreaterThan(3.5);
  });

  it.each([
    [[3], 3],
    [[1, 2], 1.5],
    [[9, 1, 5], 5],
    [[10, 9, 1, 2], 5.5],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('how a document begins', () => {
  it('is its first line that says something, in its place', () => {
    const text = '\n--- \n  😀 Contract of maintenance  \nBetween …';
    const pages = [
      { number: 1, text: ' \n\t\n', lines: [] },
      { number: 2, text, lines: [] },
    ];
    const opening = openingOf(pages);
    expect(opening).toMatchObject({ page: 2, quote: '😀 Contract of maintenance' });
    expect(codePointSlice(text, opening?.start ?? 0, opening?.end)).toBe(opening?.quote);
  });

  it('is cut when it is long, and nothing when there is nothing', () => {
    const text = '𝒽𝒶 '.repeat(200);
    const opening = openingOf([{ number: 1, text, lines: [] }]);
    expect(codePointSlice(text, opening?.start ?? 0, opening?.end)).toBe(opening?.quote);
    expect(opening?.end).toBeLessThanOrEqual(160);
    expect(openingOf([{ number: 1, text: '--\n!!', lines: [] }])).toBeNull();
  });
});

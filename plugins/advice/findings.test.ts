import { createTestHost, type TestHost } from 'tributary/testkit';

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(import.meta.url);
});
afterAll(() => host?.close());

type Line = readonly [name: string, quantity: number, price: number];
const rows = (lines: readonly Line[]) =>
  [
    'Item\tQuantity\tUnit price\tAmount',
    ...lines.map(([name, count, price]) =>
      [name, count, price.toFixed(2), (count * price).toFixed(2)].join('\t'),
    ),
  ].join('\n');
const net = (lines: readonly Line[]) => lines.reduce((sum, [, count, price]) => sum + count * price, 0);
const invoiceText = (
  number: string,
  reference: string | null,
  lines: readonly Line[],
  date = '3 March 2026',
  seller = 'Zander Printing Ltd',
) => `${seller}
4 Mill Lane, Leeds LS1 4AB

INVOICE

Bill to: Meadow Design Studio
Invoice number: ${number}
Invoice date: ${date}
${reference === null ? '' : `Order number: ${reference}\n`}
${rows(lines)}

Net total: GBP ${net(lines).toFixed(2)}
VAT 20%: GBP ${(net(lines) * 0.2).toFixed(2)}
Total due: GBP ${(net(lines) * 1.2).toFixed(2)}
`;
const orderText = (reference: string, lines: readonly Line[]) => `Meadow Design Studio
PURCHASE ORDER

Order number: ${reference}
Order date: 1 March 2026
Supplier: Zander Printing Ltd

${rows(lines)}

Net total: GBP ${net(lines).toFixed(2)}
`;
const lamps: readonly Line[] = [
  ['Desk lamp, adjustable', 4, 38.5],
  ['Office chair, mesh', 2, 189],
];
const dearer = (percent: number) =>
  lamps.map(([name, count, price]): Line => [name, count, price * (1 + percent / 100)]);

const match = `verdict reason difference differencePercent deviations basis order { id }
  lines { verdict reason billed { name quantity total } ordered { name } amountDifference }`;
interface Match {
  verdict: string;
  reason: string;
  difference: string | null;
  differencePercent: number | null;
  deviations: number;
  order: { id: string } | null;
  lines: { verdict: string; reason: string; amountDifference: string; billed: { name: string } | null }[];
}
interface Found {
  document: {
    orderMatch: Match | null;
    billDuplicates: { basis: string; reason: string; document: { id: string } | null }[] | null;
    billAnomalies:
      | { kind: string; severity: string; reason: string; evidence: { document: { id: string } }[] }[]
      | null;
    nextAction: {
      kind: string;
      title: string;
      reason: string;
      waitsForReview: boolean;
      recommendation: { id: string; state: string } | null;
    } | null;
    recommendations: { nodes: { kind: string; state: string; rationale: string }[] };
  };
}
const read = async (id: string) =>
  (
    await host.query<Found>(
      `query ($id: ID!) { document(id: $id) { orderMatch { ${match} }
        billDuplicates { basis reason document { id } }
        billAnomalies { kind severity reason evidence { document { id } note } }
        nextAction { kind title reason waitsForReview recommendation { id state } }
        recommendations { nodes { kind state rationale } } } }`,
      { id },
    )
  ).document;
const add = async (text: string, name: string) => (await host.addDocument(text, { name })).id;

test('an invoice three percent over its order is matched line by line, and waits for a person', async () => {
  const order = await add(orderText('PO-3', lamps), 'order-3.txt');
  const exact = await read(await add(invoiceText('Z-30', 'PO-3', lamps), 'exact.txt'));
  expect(exact.orderMatch).toMatchObject({ verdict: 'WITHIN', deviations: 0, order: { id: order } });
  const placed = await add(orderText('PO-4', lamps), 'order-4.txt');
  const over = await read(await add(invoiceText('Z-31', 'PO-4', dearer(3)), 'over.txt'));
  expect(over.orderMatch).toMatchObject({ verdict: 'OVER', differencePercent: 3, order: { id: placed } });
  expect(over.orderMatch?.lines.map(({ verdict }) => verdict)).toEqual(['OVER', 'OVER']);
  expect(over.recommendations.nodes).toContainEqual(
    expect.objectContaining({
      kind: 'MATCH_ORDER',
      state: 'NEEDS_REVIEW',
      rationale: expect.stringContaining('(+3.0 %)'),
    }),
  );
  expect(over.nextAction).toMatchObject({ kind: 'CHECK_ORDER', waitsForReview: true });
});

test('an order that comes after its invoice is matched on both', async () => {
  const early = await add(invoiceText('Z-50', 'PO-5', dearer(1)), 'early.txt');
  expect((await read(early)).orderMatch).toBeNull();
  const order = await add(orderText('PO-5', lamps), 'order-5.txt');
  expect((await read(early)).orderMatch).toMatchObject({ verdict: 'WITHIN', order: { id: order } });
  expect((await read(order)).recommendations.nodes.map(({ kind }) => kind)).toContain('MATCH_ORDER');
});

test('a corrected field is matched again, and the tolerance is a setting', async () => {
  await add(orderText('PO-6', lamps), 'order-6.txt');
  const bill = await add(invoiceText('Z-60', 'PO-6', lamps), 'bill-6.txt');
  await host.query(`mutation ($input: CorrectFieldInput!) { correctField(input: $input) { __typename } }`, {
    input: { documentId: bill, name: 'net_total', value: '558.60' },
  });
  await host.settled();
  expect((await read(bill)).orderMatch).toMatchObject({ verdict: 'OVER', differencePercent: 5 });
  const set = (percent: number) =>
    host.query(
      `mutation ($input: SetPluginSettingsInput!) { setPluginSettings(input: $input) { __typename } }`,
      {
        input: { plugin: 'advice', settings: { matchTolerancePercent: percent } },
      },
    );
  await set(10);
  const matched = await host.query<{ matchInvoice: { match: Match; result: { engine: string } } }>(
    `mutation ($input: MatchInvoiceInput!) { matchInvoice(input: $input) {
      ... on MatchedInvoice { match { ${match} } result { engine decisionId } } ... on Failure { code message } } }`,
    { input: { documentId: bill, anew: true } },
  );
  expect(matched.matchInvoice).toMatchObject({
    match: { verdict: 'WITHIN' },
    result: { engine: 'BUILT_IN' },
  });
  await set(2);
});

test('an invoice without an order, and what is no invoice, say so', async () => {
  const ask = async (documentId: string, orderId?: string) =>
    (
      await host.query<{ matchInvoice: { __typename: string; reason?: string; code?: string } }>(
        `mutation ($input: MatchInvoiceInput!) { matchInvoice(input: $input) { __typename
          ... on InsufficientEvidence { reason } ... on Failure { code } } }`,
        { input: { documentId, orderId } },
      )
    ).matchInvoice;
  const bare = await add(invoiceText('Z-70', null, lamps), 'bare.txt');
  expect(await ask(bare)).toMatchObject({
    __typename: 'InsufficientEvidence',
    reason: 'The invoice names no order.',
  });
  const unknown = await add(invoiceText('Z-71', 'PO-71', lamps), 'unknown.txt');
  expect(await ask(unknown)).toMatchObject({ reason: 'No order PO-71 is known.' });
  expect(await ask(bare, '019aaaaa-0000-7000-8000-000000000001')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await ask(bare, bare)).toMatchObject({ code: 'BAD_USER_INPUT' });
  const letter = await add('Dear Ann,\n\nthe boat is painted.\n\nYours, Bob', 'letter.txt');
  expect(await ask(letter)).toMatchObject({ reason: 'The document is no invoice.' });
  expect(await read(letter)).toMatchObject({ orderMatch: null, billAnomalies: null, billDuplicates: null });
});

test('what is unusual about a bill is told with its reason and the bills it is compared with', async () => {
  const seller = 'Quarry Stone Ltd';
  const stone = (price: number): readonly Line[] => [['Gravel, washed', 1, price]];
  const days = [
    '6 October 2025',
    '20 October 2025',
    '12 November 2025',
    '3 December 2025',
    '9 January 2026',
    '30 January 2026',
  ];
  const before: string[] = [];
  for (const [at, day] of days.entries())
    before.push(await add(invoiceText(`Q-${at}`, null, stone(100 + at), day, seller), `q-${at}.txt`));
  const first = await read(before[0] ?? '');
  expect(first.billAnomalies).toMatchObject([{ kind: 'NEW_SELLER', severity: 'LOW' }]);
  expect(first.recommendations.nodes.map(({ kind }) => kind)).toContain('APPROVE');
  const dear = await read(
    await add(invoiceText('Q-9', null, stone(900), '24 February 2026', seller), 'q-9.txt'),
  );
  expect(dear.billAnomalies).toMatchObject([{ kind: 'AMOUNT', severity: 'HIGH' }]);
  expect(dear.billAnomalies?.[0]?.evidence.map(({ document }) => document.id)).toEqual(
    expect.arrayContaining(before.slice(1)),
  );
  expect(dear.nextAction).toMatchObject({
    kind: 'LOOK_AT_IT',
    reason: expect.stringContaining('times the usual'),
    recommendation: { state: 'OPEN' },
  });
});

test('a copy is told by what it is one, and is to be removed first', async () => {
  const rugs: readonly Line[] = [['Rug, wool', 3, 71]];
  const original = await add(invoiceText('Z-80', null, rugs), 'z-80.txt');
  const copy = await add(`${invoiceText('Z-80', null, rugs)}\nSent once more.`, 'z-80-copy.txt');
  const found = await read(copy);
  expect(found.billDuplicates).toMatchObject([
    { basis: 'SAME_NUMBER', reason: 'The same number, seller and total.', document: { id: original } },
  ]);
  expect(found.nextAction).toMatchObject({ kind: 'REMOVE_DUPLICATE' });
});

test('advice is made anew for all documents of a kind, but for what was decided', async () => {
  const bill = await add(invoiceText('Z-90', 'PO-9', lamps, '4 March 2026', 'Nine Ltd'), 'nine.txt');
  const recommendations = async () =>
    (
      await host.query<{
        document: { recommendations: { nodes: { id: string; kind: string; state: string }[] } };
      }>('query ($id: ID!) { document(id: $id) { recommendations { nodes { id kind state } } } }', {
        id: bill,
      })
    ).document.recommendations.nodes;
  const before = await recommendations();
  const advise = await host.query<{ adviseDocument: { __typename: string } }>(
    'mutation ($input: AdviseDocumentInput!) { adviseDocument(input: $input) { __typename } }',
    { input: { documentId: bill } },
  );
  expect(advise.adviseDocument.__typename).toBe('ChangeDocumentPayload');
  await host.settled();
  const after = await recommendations();
  expect(after.map(({ kind }) => kind).sort()).toEqual(before.map(({ kind }) => kind).sort());
  expect(after.map(({ id }) => id)).not.toEqual(before.map(({ id }) => id));

  const approval = after.find(({ kind }) => kind === 'APPROVE');
  await host.query(
    'mutation ($input: DecideRecommendationInput!) { acceptRecommendation(input: $input) { __typename } }',
    { input: { recommendationId: approval?.id } },
  );
  const decided = await recommendations();
  const regenerate = async (payload: object) => {
    const { startWork } = await host.query<{ startWork: { __typename: string } }>(
      'mutation ($input: StartWorkInput!) { startWork(input: $input) { __typename ... on Failure { code message } } }',
      { input: { kind: 'advice.regenerate', arguments: payload } },
    );
    expect(startWork).toMatchObject({ __typename: 'WorkPayload' });
    await host.settled();
  };
  await regenerate({ kind: 'invoice' });
  expect(await recommendations()).toEqual(decided);
  await regenerate({ kind: 'invoice', decidedToo: true });
  expect(await recommendations()).not.toEqual(decided);
});

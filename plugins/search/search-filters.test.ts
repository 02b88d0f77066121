import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../../testkit/assembled-system.js';
import { callerOf } from '../../testkit/subgraph-host.js';

const group = newId();
const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member', 'admin'], groups: [group] });
const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });

const invoice = (number: string, seller: string, total: string, day: string, currency = 'EUR') =>
  `INVOICE\n${seller}\n12 Harbour Road, Leeds\n\nInvoice number: ${number}\nInvoice date: ${day}\nBill to: North Office Ltd\n\nDescription  Quantity  Total\nOffice chairs  2  ${total}\n\nTotal: ${total} ${currency}\nAmount due: ${total} ${currency}\nIBAN: DE89 3704 0044 0532 0130 00\n`;

let system: AssembledSystem;
const known: Record<string, string> = {};
beforeAll(async () => {
  system = await assembleSystem();
  const add = async (name: string, text: string, input: object = {}) => {
    known[name] = (await system.document(ann, text, { name: `${name}.txt`, ...input })).id;
  };
  await add('small', invoice('INV-1', 'Harbour Supplies Ltd', '120.00', '2026-03-05'));
  await add('large', invoice('INV-2', 'Harbour Supplies Ltd', '1,200.00', '2026-03-09'));
  await add('secret', invoice('INV-3', 'Secret Castings Ltd', '9,900.00', '2026-03-10'), { groups: [group] });
  await add(
    'brief',
    'Sehr geehrte Damen und Herren,\nwir bestätigen den Eingang der Bürostühle für das Haus am Hafen. Mit freundlichen Grüßen\nIhre Spedition',
  );
  await add('zh', '尊敬的客户：我们已经收到办公椅子的订单，将于下周发货。感谢您的支持。');
  await add('ru', 'Уважаемые господа, подтверждаем получение офисных стульев на склад в порту.');
  await add(
    'es',
    'Estimados señores: confirmamos la llegada de las sillas de oficina al puerto. Un saludo cordial.',
  );
  await add(
    'fr',
    'Madame, Monsieur, nous confirmons la réception des chaises de bureau au port. Cordialement.',
  );
}, 60_000);
afterAll(() => system.close());

interface Facet {
  by: string;
  field: string | null;
  values: { value: string; count: number }[];
  others: number;
  missing: number;
}
interface Found {
  totalCount: number;
  signals: string[];
  corrections: { word: string; searchedFor: string[] }[];
  facets: Facet[];
  interpretation: { text: string; filter: { fields: object[] }; parts: { text: string }[] } | null;
  nodes: { document: { id: string }; signals: string[] }[];
}
const source = `query ($query: String!, $first: Int, $kinds: [String!], $filter: SearchFilterInput, $order: SearchOrderInput, $facets: [SearchFacetInput!], $intent: Boolean) {
  search(query: $query, first: $first, kinds: $kinds, filter: $filter, order: $order, facets: $facets, intent: $intent) {
    totalCount signals corrections { word searchedFor } nodes { document { id } signals }
    facets { by field values { value count } others missing }
    interpretation { text parts { text intent reading confidence problem filter { kinds } }
      order { by field ascending } filter { kinds fields { name above from to currency orMissing } } } } }`;
const search = async (context: RequestContext, query: string, variables: object = {}) =>
  (await system.data<{ search: Found }>(context, 'search', source, { query, ...variables })).search;
const names = ({ nodes }: Found) =>
  nodes.map(({ document }) => Object.keys(known).find((name) => known[name] === document.id));
const above = (amount: string) => ({ fields: [{ name: 'grand_total', above: amount, currency: 'EUR' }] });

test('extracted fields filter, list and order, within the rights of who asks', async () => {
  const order = { by: 'DATE', field: 'grand_total' };
  expect(names(await search(ann, '', { filter: above('100'), order }))).toEqual(['secret', 'large', 'small']);
  const found = await search(bob, '', { filter: above('100'), order });
  expect([names(found), found.totalCount, found.signals]).toEqual([['large', 'small'], 2, []]);
  expect(names(await search(bob, '', { filter: above('5000') }))).toEqual([]);
  expect(names(await search(bob, 'chairs', { filter: above('1000') }))).toEqual(['large']);
  const dated = { fields: [{ name: 'issue_date', from: '2026-03-01', to: '2026-03-05' }] };
  expect(names(await search(bob, '', { filter: dated }))).toEqual(['small']);
  expect(names(await search(bob, '', { filter: { name: 'LARGE' } }))).toEqual(['large']);
});

test('facets count what the caller may read, over all matches', async () => {
  const facets = [
    { by: 'KIND' },
    { by: 'LANGUAGE' },
    { by: 'MONTH', field: 'issue_date' },
    { by: 'FIELD', field: 'seller_name', first: 1 },
  ];
  const counts = async (context: RequestContext) =>
    (await search(context, '', { filter: {}, first: 1, facets })).facets;
  const [kinds, languages, months, sellers] = await counts(bob);
  expect(kinds?.values).toContainEqual({ value: 'invoice', count: 2 });
  expect(languages?.values.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['en', 'de', 'zh', 'ru', 'es', 'fr']),
  );
  expect(months).toMatchObject({ values: [{ value: '2026-03', count: 2 }], missing: 5 });
  expect(sellers).toMatchObject({
    values: [{ value: 'Harbour Supplies Ltd', count: 2 }],
    others: 0,
    missing: 5,
  });
  expect(JSON.stringify(await counts(bob))).not.toContain('Secret');
  expect((await counts(ann))[3]).toMatchObject({ others: 1 });
});

test('a correction moves the document under the other filter', async () => {
  const filter = { fields: [{ name: 'seller_name', equals: 'Corrected Ltd' }] };
  expect((await search(bob, '', { filter })).totalCount).toBe(0);
  const correct = `mutation ($input: CorrectFieldInput!) { correctField(input: $input) { __typename } }`;
  const input = { documentId: known.small, name: 'seller_name', value: 'Corrected Ltd' };
  await system.data(ann, 'documents', correct, { input });
  await system.work(ann, 'documents.align-index');
  expect(names(await search(bob, '', { filter }))).toEqual(['small']);
});

test('plain language is read, shown and applied', async () => {
  const query = 'invoices over 500 EUR that are not paid';
  const found = await search(bob, query, { intent: true });
  expect(names(found)).toEqual(['large']);
  expect(found.interpretation).toMatchObject({ text: '', filter: { kinds: ['invoice'] } });
  expect(found.interpretation?.parts.map(({ text }) => text)).toEqual([
    'invoices',
    'over 500 EUR',
    'not paid',
  ]);
  const narrower = await search(bob, query, { intent: true, filter: above('5000') });
  expect(narrower.totalCount).toBe(0);
  expect((await search(bob, query)).interpretation).toBeNull();
});

test.each([
  ['de', 'Bürostuhl Spedition', 'brief'],
  ['es', 'silla del puerto', 'es'],
  ['fr', 'réception de chaise', 'fr'],
  ['ru', 'офисный стул', 'ru'],
  ['zh', '办公椅子', 'zh'],
])('%s: words are found in their forms', async (language, query, name) => {
  expect(names(await search(bob, query))[0]).toBe(name);
  expect(names(await search(bob, query, { filter: { languages: [language] } }))).toEqual([name]);
});

test('a misspelt word is corrected, and it is said', async () => {
  const found = await search(bob, 'harbuor supplies');
  expect(names(found)).toContain('large');
  expect(found.corrections).toMatchObject([{ word: 'harbuor' }]);
});

test.each<[string, string, object]>([
  ['a query that is too long', 'x'.repeat(1_001), {}],
  ['a control character', 'a\u0000b', {}],
  ['days in the wrong order', '', { filter: { uploaded: { from: '2026-05-01', to: '2026-04-01' } } }],
  [
    'amounts that leave no room',
    '',
    { filter: { fields: [{ name: 'grand_total', above: '5', atMost: '5' }] } },
  ],
  ['a field without a condition', '', { filter: { fields: [{ name: 'grand_total' }] } }],
  ['a field that is no name', '', { filter: { fields: [{ name: "a'; drop", equals: 'x' }] } }],
  [
    'too many conditions',
    '',
    { filter: { fields: Array.from({ length: 21 }, () => ({ name: 'a', equals: 'x' })) } },
  ],
  ['a currency that is none', '', { filter: { fields: [{ name: 'a', above: '1', currency: 'EURO' }] } }],
  ['a facet of a field without its name', '', { facets: [{ by: 'FIELD' }] }],
  ['too many facets', '', { facets: Array.from({ length: 11 }, () => ({ by: 'KIND' })) }],
])('%s is refused with a code', async (_what, query, variables) => {
  await expect(search(bob, query, variables)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

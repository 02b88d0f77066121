import { type RequestContext, z } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../../testkit/assembled-system.js';
import { callerOf } from '../../testkit/subgraph-host.js';

const group = newId();
const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'], groups: [group] });
const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
const contract =
  'Maintenance Agreement\n\nThis agreement is made on 1 February 2026 between Meadow 😀 Studio ("the Client") and Brook Systems Ltd ("the Contractor").\n\nThe Client pays a monthly fee of GBP 420.00. The agreement runs for twelve months from 3 February 2026.\f' +
  "Either party may terminate it by giving three months' written notice. It is governed by the law of Scotland.";

let system: AssembledSystem;
let document: { id: string; versionId: string };
beforeAll(async () => {
  system = await assembleSystem();
  document = await system.document(ann, contract, { name: 'contract.txt' });
});
afterAll(() => system.close());

const source = `mutation ($input: ExtractFieldsInput!) { extractFields(input: $input) { __typename
  ... on Extraction { kind values review { field reason } fields { name value confidence page start end quote line box } result { engine evidence { documentId quote } } }
  ... on NeedsReview { reason reviewId output } ... on InsufficientEvidence { reason } ... on Failure { code message } } }`;
interface Extracted {
  __typename: string;
  values: Record<string, unknown>;
  fields: {
    name: string;
    value: unknown;
    confidence: number;
    page: number;
    start: number;
    end: number;
    quote: string;
    line: number | null;
    box: number[] | null;
  }[];
  result: { engine: string; evidence: { documentId: string; quote: string | null }[] };
  reason: string;
  reviewId: string | null;
  output: { values: unknown; review: unknown };
  code: string;
  message: string;
}

/** Asks while playing the worker. */
async function ask(context: RequestContext, input: object): Promise<Extracted> {
  const asked = system.data<{ extractFields: Extracted }>(context, 'extraction', source, { input });
  let isAnswered = false;
  const settle = () => (isAnswered = true);
  asked.then(settle, settle);
  while (!isAnswered) await system.work(context, 'capabilities.run');
  return (await asked).extractFields;
}

test('the clauses of a contract, each where it stands', async () => {
  const found = await ask(bob, { documentId: document.id, kind: 'CONTRACT' });
  expect(found).toMatchObject({
    __typename: 'Extraction',
    values: {
      parties: ['Meadow 😀 Studio', 'Brook Systems Ltd'],
      effective_date: '2026-02-03',
      term: 'P12M',
      notice_period: 'P3M',
      governing_law: 'Scotland',
      value: '420.00',
      currency: 'GBP',
    },
    result: { engine: 'BUILT_IN' },
  });
  const pages = contract.split('\f');
  for (const { page, start, end, quote } of found.fields)
    expect(codePointSlice(pages[page - 1] ?? '', start, end)).toBe(quote);
  const quotes = found.result.evidence.map(({ quote }) => quote);
  expect(quotes).toEqual(expect.arrayContaining(['three months', 'Scotland']));
});

test('a schema of the user: the values conform to it, and what is not there is null', async () => {
  const schema = z.toJSONSchema(
    z.object({
      parties: z.array(z.string()),
      monthlyFee: z.number(),
      startDate: z.iso.date(),
      witness: z.string().nullable(),
    }),
  );
  const { $schema, additionalProperties, ...plain } = schema;
  const dated = {
    ...plain,
    properties: { ...plain.properties, startDate: { type: 'string', format: 'date' } },
  };
  const found = await ask(bob, { documentId: document.id, schema: dated });
  expect(found.values).toEqual({
    parties: ['Meadow 😀 Studio', 'Brook Systems Ltd'],
    monthlyFee: 420,
    startDate: '2026-02-03',
    witness: null,
  });
  expect(found.fields.find(({ name }) => name === 'witness')).toMatchObject({
    value: null,
    confidence: 0,
    page: null,
  });
});

test('lines as a recogniser gives them: fields have their line and box', async () => {
  const line = (text: string, top: number, left = 10) => ({
    text,
    box: [left, top, left + 8 * text.length, top + 10],
  });
  const lines = [
    line('BLUE HERON BOOKS SDN BHD', 10),
    line('(123456-X)', 25),
    line('12, JALAN CEMPAKA 3,', 40),
    line('50000 KUALA LUMPUR', 55),
    line('TEL: 03-1234 5678', 70),
    line('21/06/2019 10:12', 85),
    line('TOTAL', 120),
    line('RM 12.34', 120, 200),
    line('ROUNDING ADJ', 135),
    line('0.01', 135, 200),
    line('TOTAL ROUNDED', 150),
    line('RM 12.35', 150, 200),
    line('CASH', 165),
    line('RM 20.00', 165, 200),
    line('CHANGE', 180),
    line('RM 7.65', 180, 200),
  ];
  const { values, fields } = await ask(bob, { lines, kind: 'RECEIPT' });
  expect(values).toMatchObject({
    company: 'BLUE HERON BOOKS SDN BHD',
    address: '12, JALAN CEMPAKA 3, 50000 KUALA LUMPUR',
    date: '2019-06-21',
    total: '12.35',
    payment_method: 'CASH',
  });
  expect(fields.find(({ name }) => name === 'total')).toMatchObject({
    line: 11,
    box: [200, 150, 264, 160],
    page: 1,
  });
  expect(fields.find(({ name }) => name === 'address')).toMatchObject({ line: 2, box: [10, 40, 170, 65] });
});

test('a required value that is missing goes to a person, with what was found', async () => {
  const schema = {
    type: 'object',
    properties: { term: { type: 'string' }, dragon: { type: 'string' } },
    required: ['dragon'],
  };
  const found = await ask(bob, { documentId: document.id, schema });
  expect(found).toMatchObject({
    __typename: 'NeedsReview',
    reason: 'dragon: not found',
    output: { values: { term: 'P12M' } },
  });
  expect(found.reviewId).not.toBeNull();
});

test('what the document does not say at all is not made up', async () => {
  const schema = { type: 'object', properties: { dragon: { type: 'string' } } };
  expect((await ask(bob, { text: 'Nothing of it.', schema })).__typename).toBe('InsufficientEvidence');
});

test.each([
  [{ type: 'object', properties: { a: { $ref: '#' } } }, 'schema.properties.a.$ref'],
  [
    { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } },
    'schema.properties.a.pattern',
  ],
  [{ type: 'object', properties: { a: { type: 'string', pattern: '(' } } }, 'schema.properties.a.pattern'],
  [{ type: 'object', properties: { a: { type: ['string', 'number'] } } }, 'schema.properties.a.type'],
  [
    {
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`p${at}`, { type: 'string' }])),
    },
    'p100',
  ],
  [JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}'), 'schema.properties'],
  [{ type: 'string' }, 'schema.type'],
])('a schema that is not supported is named by its place', async (schema, place) => {
  const { code, message } = await ask(bob, { text: 'x', schema });
  expect(code).toBe('BAD_USER_INPUT');
  expect(message).toContain(place);
});

test('one source, and one that may be read', async () => {
  const hidden = await system.document(ann, contract.replace('Brook', 'Hidden'), {
    name: 'hidden.txt',
    groups: [group],
  });
  expect((await ask(bob, { documentId: hidden.id })).code).toBe('NOT_FOUND');
  expect((await ask(ann, { documentId: hidden.id, kind: 'CONTRACT' })).__typename).toBe('Extraction');
  expect((await ask(bob, { documentId: hidden.id, text: 'x' })).code).toBe('BAD_USER_INPUT');
  expect((await ask(bob, { text: 'a\0' })).code).toBe('BAD_USER_INPUT');
  const key = callerOf(ann.tenant, { scopes: ['documents:read'] });
  expect((await ask(key, { text: 'x' })).code).toBe('FORBIDDEN');
});

test('the result is stored with the document, and the stream shows each field', async () => {
  const stored = `query ($id: ID!) { _entities(representations: [{ __typename: "Document", id: $id }]) { ... on Document { extraction(kind: CONTRACT) { values } } } }`;
  await ask(bob, { documentId: document.id, kind: 'CONTRACT' });
  const { _entities: found } = await system.data<{ _entities: { extraction: { values: unknown } }[] }>(
    bob,
    'extraction',
    stored,
    { id: document.id },
  );
  expect(found[0]?.extraction.values).toMatchObject({ governing_law: 'Scotland' });
  const stream = `subscription ($id: ID!) { extract(documentId: $id, kind: CONTRACT) { __typename ... on ObjectDelta { path value } } }`;
  const parts: { __typename: string; path?: string }[] = [];
  for await (const part of system.stream<{ __typename: string; path?: string }>(bob, 'extraction', stream, {
    id: document.id,
  }))
    parts.push(part);
  expect(parts.map(({ path }) => path)).toEqual(expect.arrayContaining(['/fields/0', '/fields/3']));
  expect(parts.at(-1)?.__typename).toBe('RunFinished');
});

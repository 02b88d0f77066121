import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SearchFilter } from 'tributary/sdk';
import type { IndexedDocument, IndexedFacts, SearchQuery } from './port.js';
import { SqliteSearch } from './sqlite-search.js';

const folder = mkdtempSync(join(tmpdir(), 'tributary-filter-'));
const index = new SqliteSearch({ folder });
const tenant = randomUUID();
const signal = AbortSignal.timeout(60_000);
const everyone = { mode: 'any', principals: ['tenant'] } as const;
const staff = { mode: 'any', principals: ['tenant', 'group:red'] } as const;

const facts = (day: string, fields: IndexedFacts['fields'] = {}, status = 'READY'): IndexedFacts => ({
  uploadedAt: `${day}T12:00:00.000Z`,
  status,
  name: `scan ${day}.pdf`,
  fields,
});
const put = (
  documentId: string,
  kind: string,
  text: string,
  known: IndexedFacts,
  rest: Partial<IndexedDocument> = {},
) =>
  index.upsert(
    tenant,
    {
      documentId,
      versionId: 'v1',
      title: '',
      kind,
      language: 'en',
      access: ['tenant'],
      chunks: [{ ordinal: 0, page: 1, start: 0, end: text.length, text }],
      facts: known,
      ...rest,
    },
    signal,
  );

beforeAll(async () => {
  await put(
    'small',
    'invoice',
    'paper for the office',
    facts('2026-01-05', {
      grand_total: '99.90',
      currency: 'EUR',
      due_amount: '0.00',
      issue_date: '2026-01-02',
      seller_name: 'Müller GmbH',
    }),
  );
  await put(
    'large',
    'invoice',
    'chairs for the office',
    facts('2026-03-05', {
      grand_total: '1200.00',
      currency: 'EUR',
      due_amount: '1200.00',
      issue_date: '2026-03-04',
      seller_name: 'Meyer',
    }),
  );
  await put(
    'dollar',
    'invoice',
    'licences for the office',
    facts(
      '2026-03-20',
      { grand_total: '800.00', currency: 'USD', issue_date: '2026-03-19', seller_name: 'Meyer' },
      'NEEDS_REVIEW',
    ),
  );
  await put('letter', 'letter', 'Ein Brief an das Büro, office', facts('2026-04-01'), { language: 'de' });
  await put(
    'secret',
    'invoice',
    'gold for the office',
    facts('2026-03-06', { grand_total: '9000.00', currency: 'EUR', seller_name: 'Secret Ltd' }),
    { access: ['group:red'] },
  );
});
afterAll(async () => {
  await index.close();
  rmSync(folder, { recursive: true });
});

const search = (filter: SearchFilter, rest: Partial<SearchQuery> = {}) =>
  index.query(tenant, { text: '', rights: everyone, first: 10, filter, ...rest }, signal);
const ids = async (filter: SearchFilter, rest: Partial<SearchQuery> = {}) =>
  (await search(filter, rest)).hits.map(({ documentId }) => documentId);

test('a filter without words lists what it lets through, newest first, and counts it', async () => {
  expect(await ids({})).toEqual(['letter', 'dollar', 'large', 'small']);
  const { hits, totalCount, signals } = await search({ kinds: ['invoice'] });
  expect(hits.map(({ documentId, text }) => [documentId, text])[0]).toEqual([
    'dollar',
    'licences for the office',
  ]);
  expect([totalCount, signals]).toEqual([3, []]);
  expect((await search({ kinds: ['invoice'] }, { text: 'chairs' })).signals).toEqual(['LEXICAL']);
});

test('amounts with their currency, dates, texts, absence', async () => {
  const field = (name: string, conditions: object) => ids({ fields: [{ name, ...conditions }] });
  expect(await field('grand_total', { above: '800' })).toEqual(['large']);
  expect(await field('grand_total', { atLeast: '800' })).toEqual(['dollar', 'large']);
  expect(await field('grand_total', { atLeast: '800', currency: 'usd' })).toEqual(['dollar']);
  expect(await field('grand_total', { below: '99.9' })).toEqual([]);
  expect(await field('grand_total', { atMost: '99.90' })).toEqual(['small']);
  expect(await field('issue_date', { from: '2026-03-01', to: '2026-03-19' })).toEqual(['dollar', 'large']);
  expect(await field('seller_name', { oneOf: ['muller gmbh'] })).toEqual(['small']);
  expect(await field('due_amount', { above: '0' })).toEqual(['large']);
  expect(await field('due_amount', { above: '0', orMissing: true })).toEqual(['letter', 'dollar', 'large']);
  expect(await field('due_amount', { isMissing: true })).toEqual(['letter', 'dollar']);
  expect(await field('due_amount', { isMissing: false })).toEqual(['large', 'small']);
  expect(await field('no_such_field', { oneOf: ['x'] })).toEqual([]);
});

test('upload, language, state and name', async () => {
  expect(await ids({ uploaded: { from: '2026-03-05', to: '2026-03-05' } })).toEqual(['large']);
  expect(await ids({ languages: ['de'] })).toEqual(['letter']);
  expect(await ids({ statuses: ['NEEDS_REVIEW'] })).toEqual(['dollar']);
  expect(await ids({ name: 'SCAN 2026-01' })).toEqual(['small']);
  expect(await ids({ uploaded: { from: '2026-05-01', to: '2026-01-01' } })).toEqual([]);
});

test('by a date or an amount, pages follow each other, what has none comes last', async () => {
  const order = { by: 'date', field: 'grand_total', ascending: true } as const;
  expect(await ids({}, { text: 'office', order })).toEqual(['small', 'dollar', 'large', 'letter']);
  const page = await search({}, { text: 'office', order, first: 2 });
  expect(page.hits[0]?.signals).toEqual(['LEXICAL']);
  const { hits, hasNextPage } = await search({}, { text: 'office', order, first: 2, after: page.endCursor });
  expect([hits.map(({ documentId }) => documentId), hasNextPage]).toEqual([['large', 'letter'], false]);
  await expect(
    search({ kinds: ['letter'] }, { text: 'office', order, after: page.endCursor }),
  ).rejects.toMatchObject({
    code: 'CURSOR_INVALID',
  });
});

test('facets count all that matches, of the readable documents only', async () => {
  const of = [
    { by: 'kind' },
    { by: 'language' },
    { by: 'month' },
    { by: 'month', field: 'issue_date' },
    { by: 'field', field: 'seller_name' },
    { by: 'status' },
  ] as const;
  const facets = async (rights: SearchQuery['rights'], first = 10) =>
    (await search({}, { text: 'office', rights, first: 1, facets: { of, first } })).facets;
  const [kinds, languages, months, issued, sellers, statuses] = await facets(everyone);
  expect(kinds).toEqual({
    by: 'kind',
    field: null,
    values: [
      { value: 'invoice', count: 3 },
      { value: 'letter', count: 1 },
    ],
    others: 0,
    missing: 0,
  });
  expect(languages?.values).toEqual([
    { value: 'en', count: 3 },
    { value: 'de', count: 1 },
  ]);
  expect(months?.values).toEqual([
    { value: '2026-04', count: 1 },
    { value: '2026-03', count: 2 },
    { value: '2026-01', count: 1 },
  ]);
  expect(issued).toMatchObject({
    values: [
      { value: '2026-03', count: 2 },
      { value: '2026-01', count: 1 },
    ],
    missing: 1,
  });
  expect(sellers?.values).toEqual([
    { value: 'Meyer', count: 2 },
    { value: 'Müller GmbH', count: 1 },
  ]);
  expect(statuses?.values).toEqual([
    { value: 'READY', count: 3 },
    { value: 'NEEDS_REVIEW', count: 1 },
  ]);
  expect(JSON.stringify(await facets(everyone))).not.toContain('Secret');
  expect((await facets(staff))[4]?.values).toContainEqual({ value: 'Secret Ltd', count: 1 });
  expect((await facets(everyone, 1))[4]).toMatchObject({
    values: [{ value: 'Meyer', count: 2 }],
    others: 1,
    missing: 1,
  });
});

test('changed facts count at once, those of a removed document are gone', async () => {
  await put('later', 'invoice', 'late', facts('2026-05-01', { seller_name: 'One' }));
  const sellers = async () =>
    (
      await search(
        { kinds: ['invoice'] },
        { text: 'late', facets: { of: [{ by: 'field', field: 'seller_name' }], first: 9 } },
      )
    ).facets[0]?.values;
  expect(await sellers()).toEqual([{ value: 'One', count: 1 }]);
  await index.setFacts(tenant, 'later', facts('2026-05-01', { seller_name: 'Two' }), signal);
  await index.setFacts(tenant, 'unknown', facts('2026-05-01'), signal);
  expect(await sellers()).toEqual([{ value: 'Two', count: 1 }]);
  expect(await ids({ fields: [{ name: 'seller_name', oneOf: ['One'] }] })).toEqual([]);
  await index.remove(tenant, ['later'], signal);
  await put('other', 'invoice', 'late', facts('2026-05-02'));
  expect(await sellers()).toEqual([]);
  await index.remove(tenant, ['other'], signal);
});

test('which of many queries a document matches: all of the words, and the filter', async () => {
  const match = (documentId: string, ...queries: [string, SearchFilter][]) =>
    index.matches(
      tenant,
      { documentId, queries: queries.map(([text, filter]) => ({ text, filter })) },
      signal,
    );
  expect(
    await match(
      'large',
      ['chair office', {}],
      ['chair paper', {}],
      ['', { kinds: ['invoice'] }],
      ['chairs', { kinds: ['letter'] }],
    ),
  ).toEqual([true, false, true, false]);
  expect(await match('unknown', ['chair', {}])).toEqual([false]);
});

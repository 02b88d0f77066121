import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SearchQuery } from './port.js';
import { SqliteSearch } from './sqlite-search.js';

const signal = AbortSignal.timeout(60_000);
const everyone = { mode: 'any', principals: [] } as const;
let folder: string;
let index: SqliteSearch;
let tenant = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'search-corrections-'));
  index = new SqliteSearch({ folder });
});
afterAll(async () => {
  await index.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  tenant++;
});

const put = (
  documentId: string,
  text: string,
  access: string[] = ['tenant'],
  language: string | null = null,
) =>
  index.upsert(
    `t${tenant}`,
    {
      documentId,
      versionId: 'v',
      title: '',
      kind: null,
      language,
      access,
      chunks: [{ ordinal: 0, page: 1, start: 0, end: text.length, text }],
    },
    signal,
  );
const search = (text: string, rest: Partial<SearchQuery> = {}) =>
  index.query(`t${tenant}`, { text, rights: everyone, first: 10, ...rest }, signal);
const marked = ({ text, highlights }: { text: string; highlights: { start: number; end: number }[] }) =>
  highlights.map(({ start, end }) => [...text].slice(start, end).join(''));

test.each([
  ['an exchanged letter', 'recieved', 'received'],
  ['a missing letter', 'paymnt', 'payment'],
  ['a letter too many', 'deliverry', 'delivery'],
  ['two wrong letters of a long word', 'confirmetoin', 'confirmation'],
  ['the beginning of a word', 'warehou', 'warehouse'],
])('%s: %s is searched as %s, and said so', async (_, query, meant) => {
  await put(
    'a',
    'The payment was received at the warehouse before delivery and confirmation.',
    ['tenant'],
    'en',
  );
  await put('b', 'Nothing of the kind.', ['tenant'], 'en');
  const { hits, corrections } = await search(query);
  expect(hits.map(({ documentId }) => documentId)).toEqual(['a']);
  expect(corrections).toEqual([{ word: query, searchedFor: [meant] }]);
  expect(marked(hits[0] ?? { text: '', highlights: [] })).toEqual([meant]);
});

test('a word that a readable document has is not corrected, however rare', async () => {
  await put('a', 'The form is here.');
  await put('b', 'The farm is here. The farm is there.');
  const { hits, corrections } = await search('form');
  expect(hits[0]?.documentId).toBe('a');
  expect(corrections).toEqual([]);
});

test('short words and numbers are taken as they are', async () => {
  await put('a', 'Invoice 20170 of the cat');
  for (const query of ['20171', 'cut'])
    expect(await search(query)).toMatchObject({ hits: [], corrections: [] });
});

test('no word is suggested that the caller may not read, nor told by a score', async () => {
  const rights = { mode: 'any', principals: ['group:mine'] } as const;
  await put('mine', 'The acquisitions of the year', ['group:mine'], 'en');
  await put('mine too', 'The inquisition of the year', ['group:mine'], 'en');
  const alone = await search('aquisition', { rights });
  for (let at = 0; at < 30; at++)
    await put(`theirs ${at}`, `The acquisitor aquisitons aquisition of ${at}`, ['group:theirs'], 'en');
  expect(await search('aquisition', { rights })).toEqual(alone);
  expect(alone.corrections).toEqual([{ word: 'aquisition', searchedFor: ['acquisitions'] }]);
});

test('a word that was removed is suggested no more', async () => {
  await put('a', 'confidential merger', ['tenant'], 'en');
  expect((await search('mergar')).corrections).toEqual([{ word: 'mergar', searchedFor: ['merger'] }]);
  await index.remove(`t${tenant}`, ['a'], signal);
  await put('b', 'ordinary letter', ['tenant'], 'en');
  expect(await search('mergar')).toMatchObject({ hits: [], corrections: [] });
});

test('compounds are found by their parts, which are learned from the tenant’s own words', async () => {
  await put('a', 'Die Stromrechnung liegt bei.', ['tenant'], 'de');
  await put('b', 'Der Vertrag liegt bei.', ['tenant'], 'de');
  const { hits } = await search('Rechnung');
  expect(hits).toMatchObject([{ documentId: 'a', signals: ['LEARNED'] }]);
  expect(marked(hits[0] ?? { text: '', highlights: [] })).toEqual(['Stromrechnung']);
});

test('Chinese words that share a character count beside the word itself', async () => {
  await put('a', '歌手演唱了国歌', ['tenant'], 'zh');
  await put('b', '供应商的发票', ['tenant'], 'zh');
  const { hits } = await search('演唱');
  expect(hits[0]).toMatchObject({ documentId: 'a', signals: expect.arrayContaining(['LEXICAL']) });
  expect(marked(hits[0] ?? { text: '', highlights: [] })).toEqual(['演唱']);
});

test('in a tenant of several languages each text is read in its own', async () => {
  await put('en', 'The contracts were terminated by the supplier.', ['tenant'], 'en');
  await put('de', 'Die Verträge wurden vom Lieferanten gekündigt.', ['tenant'], 'de');
  await put('ru', 'Договоры были расторгнуты поставщиком.', ['tenant'], 'ru');
  await put('zh', '供应商终止了合同。', ['tenant'], 'zh');
  for (const [query, wanted] of [
    ['terminate contract', 'en'],
    ['Vertrag kündigen', 'de'],
    ['договор поставщик', 'ru'],
    ['合同', 'zh'],
  ])
    expect((await search(query ?? '')).hits[0]?.documentId).toBe(wanted);
});

test('words of one sentence count more than the same words apart', async () => {
  const filler = 'Something else was written about quite another matter here.';
  await put('apart', `The rocket was painted blue. ${filler} The engine of a car is loud.`, ['tenant'], 'en');
  await put('together', `The rocket engine is loud. ${filler} A car was painted blue.`, ['tenant'], 'en');
  expect((await search('rocket engine')).hits.map(({ documentId }) => documentId)).toEqual([
    'together',
    'apart',
  ]);
});

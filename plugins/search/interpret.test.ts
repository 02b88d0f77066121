import { createTestHost, type TestHost } from 'tributary/testkit';
import { rankingEvaluator } from './ranking-evaluator.js';

const source = `mutation ($input: InterpretSearchInput!) { interpretSearch(input: $input) { __typename
  ... on SearchInterpretation { reading { text filter { kinds statuses fields { name above currency from to } }
    parts { start end text intent problem filter { kinds } } } result { engine promptVersion } }
  ... on Failure { code } } }`;
interface Reading {
  text: string;
  filter: { kinds: string[] | null; fields: { name: string }[] | null };
  parts: { start: number | null; end: number | null; text: string; problem: string | null }[];
}
interface Interpreted {
  __typename: string;
  code?: string;
  reading?: Reading;
  result?: { engine: string; promptVersion: string | null };
}

let host: TestHost;
beforeAll(async () => {
  host = await createTestHost(new URL('plugin.json', import.meta.url).href);
});
afterAll(() => host?.close());
beforeEach(() => host.model.rests());

const interpretSearch = async (query: string, input: object = {}) =>
  (await host.query<{ interpretSearch: Interpreted }>(source, { input: { query, ...input } }))
    .interpretSearch;

test('without a model the grammar reads, by the day that is given', async () => {
  const input = { today: '2026-11-23' };
  const { reading, result } = await interpretSearch('😀 invoices from last month', input);
  expect(result).toMatchObject({ engine: 'BUILT_IN' });
  expect(reading?.filter).toMatchObject({
    kinds: ['invoice'],
    fields: [{ name: 'issue_date', from: '2026-10-01', to: '2026-10-31' }],
  });
  expect(reading?.parts[0]).toMatchObject({ start: 2, end: 10, text: 'invoices' });
});

test('a model reads, its quotes are placed, and what contradicts is shown', async () => {
  const part = (quote: string, filter: object) => ({
    quote,
    intent: 'KIND',
    reading: 'a kind',
    confidence: 0.9,
    filter,
  });
  const parts = [
    part('bills', { kinds: ['invoice'] }),
    part('this year', { uploaded: { from: '2026-06-01' } }),
    part('made up', { uploaded: { to: '2026-01-01' } }),
  ];
  host.model.says(JSON.stringify({ text: 'paper', parts }));
  const { reading, result } = await interpretSearch('all bills of this year about paper');
  expect(result).toMatchObject({ engine: 'MODEL', promptVersion: 'interpret-search@1' });
  expect(reading).toMatchObject({ text: 'paper', filter: { kinds: ['invoice'] } });
  expect(reading?.parts.map(({ start, end, problem }) => [start, end, problem !== null])).toEqual([
    [4, 9, false],
    [13, 22, false],
    [null, null, true],
  ]);
});

test.each([
  ['an unknown key', { text: '', parts: [], sql: "'; drop table documents;--" }],
  [
    'an unknown condition',
    {
      text: '',
      parts: [{ quote: 'x', intent: 'KIND', reading: '', confidence: 1, filter: { where: '1=1' } }],
    },
  ],
  [
    'a name that is none',
    {
      text: '',
      parts: [
        {
          quote: 'x',
          intent: 'KIND',
          reading: '',
          confidence: 1,
          filter: { fields: [{ name: "a'; drop", above: '1' }] },
        },
      ],
    },
  ],
])('%s in what a model says is refused, and the grammar reads', async (_what, answer) => {
  host.model.says(JSON.stringify(answer));
  const { reading, result } = await interpretSearch(`invoices [[SAY '; drop table x;--]] ${_what}`, {
    anew: true,
  });
  expect(result).toMatchObject({ engine: 'BUILT_IN' });
  expect(reading?.filter.kinds).toEqual(['invoice']);
  expect(reading?.text).toContain('drop');
});

test.each([
  ['nothing', ''],
  ['too much', 'x'.repeat(1_001)],
  ['control characters', 'a\u0001b'],
])('%s is refused with a code', async (_what, query) => {
  expect(await interpretSearch(query)).toEqual({ __typename: 'InvalidInput', code: 'BAD_USER_INPUT' });
});

test('a ranking is measured against what is relevant', async () => {
  const search = { query: async () => ({ hits: [{ documentId: 'b' }, { documentId: 'a' }] }) } as never;
  const item = { id: 'one', capability: 'search', input: { query: 'x' }, expected: ['a'], output: null };
  const signal = new AbortController().signal;
  const scores = async (given: object) =>
    (await rankingEvaluator.evaluate({ ...item, ...given }, { search }, { signal })).map(
      ({ score }) => score,
    );
  expect(await scores({})).toEqual([1 / Math.log2(3), 1, 0.5]);
  expect(await scores({ output: ['a', 'c'] })).toEqual([1, 1, 1]);
  expect(await scores({ output: { hits: [{ documentId: 'c' }] }, expected: { relevant: ['a'] } })).toEqual([
    0, 0, 0,
  ]);
  await expect(scores({ expected: [] })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

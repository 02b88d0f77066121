import type { RequestContext } from 'tributary/sdk';
import { codePointSlice } from 'tributary/text';
import { v7 as newId } from 'uuid';
import { type AssembledSystem, assembleSystem } from '../../testkit/assembled-system.js';
import { callerOf } from '../../testkit/subgraph-host.js';

const group = newId();
const ann = callerOf(newId(), { actor: 'user:ann', roles: ['member'], groups: [group] });
const bob = callerOf(ann.tenant, { actor: 'user:bob', roles: ['member'] });
const river = '😀 The barge carries gravel along the river.\fEvery barge has a captain and a cook.';

let system: AssembledSystem;
let first = '';
let hidden = '';
const more: string[] = [];
beforeAll(async () => {
  system = await assembleSystem();
  first = (await system.document(ann, river)).id;
  hidden = (await system.document(ann, 'The hidden barge carries gold along the river.', { groups: [group] }))
    .id;
  for (let at = 0; at < 5; at += 1)
    more.push((await system.document(ann, `Ferry number ${at} crosses the lake twice a day in summer.`)).id);
});
afterAll(() => system.close());

interface Hit {
  document: { id: string };
  versionId: string;
  page: number;
  start: number;
  end: number;
  text: string;
  highlights: { start: number; end: number }[];
  signals: string[];
}
interface Found {
  search: {
    totalCount: number;
    nodes: Hit[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  };
}
const source = `query ($query: String!, $first: Int, $after: Cursor, $kinds: [String!]) {
  search(query: $query, first: $first, after: $after, kinds: $kinds) { totalCount
    nodes { document { id } versionId page start end text score highlights { start end } signals }
    edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
const search = async (context: RequestContext, query: string, variables: object = {}) =>
  (await system.data<Found>(context, 'search', source, { query, ...variables })).search;
const ids = ({ nodes }: Found['search']) => nodes.map(({ document }) => document.id);

test('a hit has its passage, its place and its words', async () => {
  const { nodes, totalCount } = await search(bob, 'captains of barges');
  expect(totalCount).toBe(1);
  const [hit] = nodes;
  expect(hit).toMatchObject({ document: { id: first }, signals: ['LEXICAL'] });
  const page = river.split('\f')[(hit?.page ?? 0) - 1] ?? '';
  expect(codePointSlice(page, hit?.start ?? 0, hit?.end)).toBe(hit?.text);
  const words = hit?.highlights.map(({ start, end }) => codePointSlice(hit.text, start, end).toLowerCase());
  expect(words).toEqual(expect.arrayContaining(['barge']));
});

test('rights are applied before ranking, counting and cutting', async () => {
  const query = 'barge on the river';
  expect(new Set(ids(await search(ann, query)))).toEqual(new Set([first, hidden]));
  expect(await search(bob, query)).toMatchObject({ totalCount: 1, nodes: [{ document: { id: first } }] });
  expect(ids(await search(bob, 'hidden gold'))).toEqual([]);
  expect(ids(await search(callerOf(newId(), { groups: [group] }), query))).toEqual([]);
  const key = callerOf(ann.tenant, { scopes: ['runs:start'] });
  await expect(search(key, query)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('pages go on where they ended', async () => {
  const seen: string[] = [];
  for (let after: string | null = null, goesOn = true; goesOn; ) {
    const page: Found['search'] = await search(bob, 'ferry on the lake', { first: 2, after });
    expect(page.totalCount).toBe(5);
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    seen.push(...ids(page));
    after = page.pageInfo.endCursor;
    goesOn = page.pageInfo.hasNextPage;
  }
  expect(seen.toSorted()).toEqual(more.toSorted());
});

test('only documents of the kinds that are asked for', async () => {
  const kinds = async (wanted: string[] | null) => ids(await search(bob, 'ferry', { kinds: wanted }));
  expect(await kinds(null)).toHaveLength(5);
  expect(await kinds(['no_such_kind'])).toEqual([]);
});

test('similar documents are those that may be read, the closest first', async () => {
  const similar = async (context: RequestContext, id: string, count = 5) => {
    const entity = `query ($of: [_Any!]!, $first: Int) { _entities(representations: $of) {
      ... on Document { similar(first: $first) { score document { id } } } } }`;
    const of = [{ __typename: 'Document', id }];
    type Similar = { _entities: { similar: { score: number; document: { id: string } }[] }[] };
    const { _entities } = await system.data<Similar>(context, 'search', entity, { of, first: count });
    return _entities[0]?.similar ?? [];
  };
  const [one = '', ...others] = more;
  const found = await similar(bob, one);
  expect(found.map(({ document }) => document.id).toSorted()).toEqual(others.toSorted());
  const scores = found.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  for (const score of scores) expect(score > 0 && score <= 1).toBe(true);
  expect(await similar(bob, one, 2)).toHaveLength(2);
  expect(await similar(bob, hidden)).toEqual([]);
  expect((await similar(bob, first)).map(({ document }) => document.id)).not.toContain(hidden);
  expect(await similar(bob, newId())).toEqual([]);
  await expect(similar(bob, one, 0)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('a query may be anything, and what is none finds nothing', async () => {
  for (const query of ['', '   ', '"', 'AND OR NOT', 'barge*) OR (1', '😀', 'NEAR("a" "b")', "'; drop table"])
    expect((await search(bob, query)).totalCount).toBeGreaterThanOrEqual(0);
  expect(ids(await search(bob, ''))).toEqual([]);
  expect(ids(await search(bob, 'barge"'))).toEqual([first]);
  for (const [query, variables, code] of [
    ['x'.repeat(1001), {}, 'BAD_USER_INPUT'],
    ['x', { first: 0 }, 'BAD_USER_INPUT'],
    ['x', { first: 101 }, 'BAD_USER_INPUT'],
    ['barge', { after: 'none of ours' }, 'CURSOR_INVALID'],
  ] as const)
    await expect(search(bob, query, variables)).rejects.toMatchObject({ code });
});

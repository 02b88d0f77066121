import { createClient } from 'tributary/client';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { type TestTenant, testTenant } from '../../../testkit/plugin/test-tenant.js';

/* Through the gateway, as a member with few rights and as an administrator of the same tenant. */

let host: TestHost;
let guest: TestTenant;
let director: TestTenant;
let memberId = '';
let group = '';
const open: (() => Promise<void>)[] = [];
beforeAll(async () => {
  host = await createTestHost(new URL('../plugin.json', import.meta.url).href);
  const change = async (field: string, input: object, selection: string) => {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const source = `mutation ($input: ${type}Input!) { ${field}(input: $input) { __typename ... on ${type}Payload { ${selection} } ... on Failure { code message } } }`;
    return (await host.query<Record<string, Record<string, never>>>(source, { input }))[field] as never;
  };
  const as = async (input: object) => {
    const { key } = (await change('createKey', { name: 'a key', ...input }, 'key')) as { key: string };
    const client = createClient({ url: host.url, token: key });
    open.push(() => client.close());
    return testTenant(host.id, key, client, host.settled);
  };
  const input = { email: 'guest@example.org', roles: ['MEMBER'] };
  const created = (await change('createMember', input, 'member { id }')) as { member: { id: string } };
  memberId = created.member.id;
  const made = (await change('createGroup', { name: 'board' }, 'group { id }')) as { group: { id: string } };
  group = made.group.id;
  guest = await as({ memberId });
  director = await as({ roles: ['MEMBER'], groups: [group] });
});
afterAll(async () => {
  for (const close of open) await close();
  await host?.close();
});

interface Saved {
  id: string;
  name: string;
  query: string;
  notify: boolean;
  filter: { kinds: string[] | null };
}
type Outcome = { savedSearch?: Saved; code?: string; id?: string };
const fields = 'id name query notify filter { kinds fields { name above currency } }';
const mutate = async (who: Pick<TestTenant, 'query'>, field: string, input: object): Promise<Outcome> => {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const payload = field.startsWith('delete')
    ? 'DeletedSavedSearchPayload { id }'
    : `SavedSearchPayload { savedSearch { ${fields} } }`;
  const source = `mutation ($input: ${type}Input!) { ${field}(input: $input) { ... on ${payload} ... on Failure { code } } }`;
  return (await who.query<Record<string, Outcome>>(source, { input }))[field] ?? {};
};
const save = (who: Pick<TestTenant, 'query'>, input: object) => mutate(who, 'createSavedSearch', input);
const list = async (who: Pick<TestTenant, 'query'>, first = 20, after: string | null = null) => {
  const source = `query ($first: Int, $after: Cursor) { savedSearches(first: $first, after: $after) { totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
  type Page = { totalCount: number; nodes: Saved[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  return (await who.query<{ savedSearches: Page }>(source, { first, after })).savedSearches;
};
const matched = async (savedSearchId: string) => {
  const { database } = host.assembly.platform;
  const rows = await database.tenant(host.id, (tx) =>
    tx.query<{ documentId: string }>(
      `select payload->>'documentId' as "documentId" from platform.outbox
        where name = 'search.matched' and payload->>'savedSearchId' = $1 order by id`,
      [savedSearchId],
    ),
  );
  return rows.map(({ documentId }) => documentId);
};
const jobs = async () => {
  const { database } = host.assembly.platform;
  const [row] = await database.tenant(host.id, (tx) =>
    tx.query<{ count: number }>(
      `select count(*)::int as count from platform.jobs where name like 'on:search.match-saved%'`,
    ),
  );
  return row?.count ?? 0;
};

test('without saved searches a new document starts no job of theirs', async () => {
  await host.addDocument('The first barge carries gravel.');
  expect(await jobs()).toBe(0);
});

test('a saved search is made, listed, changed and deleted by its owner alone', async () => {
  const input = { name: 'Barges', query: 'barge', filter: { kinds: ['letter'] }, idempotencyKey: 'one' };
  const { savedSearch } = await save(guest, input);
  expect(savedSearch).toMatchObject({
    name: 'Barges',
    query: 'barge',
    notify: true,
    filter: { kinds: ['letter'] },
  });
  expect((await save(guest, input)).savedSearch?.id).toBe(savedSearch?.id);
  const id = savedSearch?.id;
  const { savedSearch: second } = await save(guest, { name: 'Second', notify: false });
  const page = await list(guest, 1);
  expect(page).toMatchObject({ totalCount: 2, nodes: [{ id: second?.id }], pageInfo: { hasNextPage: true } });
  expect((await list(guest, 1, page.pageInfo.endCursor)).nodes).toMatchObject([{ id }]);
  expect((await list(host)).totalCount).toBe(0);
  const seen = await host.query<{ savedSearch: Saved | null }>(
    'query ($id: ID!) { savedSearch(id: $id) { id } }',
    { id },
  );
  expect(seen.savedSearch).toBeNull();
  expect(await mutate(host, 'updateSavedSearch', { id, name: 'Mine' })).toEqual({ code: 'NOT_FOUND' });
  expect(await mutate(host, 'deleteSavedSearch', { id })).toEqual({ code: 'NOT_FOUND' });
  const changed = await mutate(guest, 'updateSavedSearch', { id, notify: false, filter: {} });
  expect(changed.savedSearch).toMatchObject({
    name: 'Barges',
    query: 'barge',
    notify: false,
    filter: { kinds: null },
  });
  for (const one of [id, second?.id])
    expect(await mutate(guest, 'deleteSavedSearch', { id: one })).toEqual({ id: one });
  expect((await list(guest)).totalCount).toBe(0);
});

test.each<[string, object]>([
  ['no name', { name: ' ' }],
  ['control characters', { name: 'a\u0007b' }],
  ['a query that is too long', { name: 'a', query: 'x'.repeat(1_001) }],
  ['days in the wrong order', { name: 'a', filter: { uploaded: { from: '2026-05-01', to: '2026-04-01' } } }],
  [
    'an amount that cannot be',
    { name: 'a', filter: { fields: [{ name: 'grand_total', above: '5', below: '1' }] } },
  ],
  ['a field that is none', { name: 'a', filter: { fields: [{ name: "x'; drop", equals: 'a' }] } }],
])('%s is refused with a code', async (_what, input) => {
  expect(await save(guest, input)).toEqual({ code: 'BAD_USER_INPUT' });
});

test('a new document is told of once, to those who may read it, and to who listens', async () => {
  const { savedSearch: ofGuest } = await save(guest, { name: 'a', query: 'barges gravel' });
  const { savedSearch: quiet } = await save(guest, { name: 'b', query: 'barge', notify: false });
  const { savedSearch: other } = await save(guest, {
    name: 'c',
    query: 'barge',
    filter: { kinds: ['invoice'] },
  });
  const { savedSearch: ofAdmin } = await save(host, { name: 'd', query: 'barge' });
  const ids = [ofGuest, quiet, other, ofAdmin].map((saved) => saved?.id ?? '');
  const [guests = '', quietly = '', others = '', admins = ''] = ids;
  const source =
    'subscription ($id: ID!) { searchMatched(savedSearchId: $id) { savedSearchId versionId document { id } } }';
  const end = new AbortController();
  const seen = guest.stream<{ document: { id: string } }>(source, { id: guests }, end.signal);
  const next = seen.next();
  const first = await host.addDocument('The barge carries gravel along the river.');
  expect((await next).value).toMatchObject({ savedSearchId: guests, document: { id: first.id } });
  await host.query('mutation ($id: ID!) { reprocessDocument(input: { documentId: $id }) { __typename } }', {
    id: first.id,
  });
  await host.settled();
  const second = await host.addDocument('Another barge with gravel on the lake.');
  expect((await seen.next()).value).toMatchObject({ document: { id: second.id } });
  end.abort();
  await seen.return(undefined);
  expect(await matched(guests)).toEqual([first.id, second.id]);
  expect(await matched(admins)).toEqual([first.id, second.id]);
  expect([await matched(quietly), await matched(others)]).toEqual([[], []]);
  const again = guest.stream<{ document: { id: string } }>(source, { id: guests });
  expect((await again.next()).value).toMatchObject({ document: { id: second.id } });
  await again.return(undefined);
  const foreign = host.stream(source, { id: guests });
  await expect(foreign.next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('nobody is told of what is not for them', async () => {
  const { savedSearch: low } = await save(guest, { name: 'low', query: 'merger' });
  const { savedSearch: high } = await save(director, { name: 'high', query: 'merger' });
  const secret = await director.addDocument('The merger is agreed.', { groups: [group] });
  expect(await matched(high?.id ?? '')).toEqual([secret.id]);
  expect(await matched(low?.id ?? '')).toEqual([]);
});

test('who was removed is told of nothing any more', async () => {
  const { savedSearch } = await save(guest, { name: 'last', query: 'ferry' });
  const id = savedSearch?.id ?? '';
  const ferry = await host.addDocument('The ferry crosses the lake.');
  expect(await matched(id)).toEqual([ferry.id]);
  await host.query('mutation ($id: ID!) { removeMember(input: { memberId: $id }) { __typename } }', {
    id: memberId,
  });
  await host.addDocument('Another ferry crosses the lake.');
  expect(await matched(id)).toEqual([ferry.id]);
});

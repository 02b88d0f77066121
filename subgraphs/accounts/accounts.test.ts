import type { RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { callerOf, openSubgraph, type SubgraphHost } from '../../testkit/subgraph-host.js';
import accounts, { type AccountServices, createAccountServices } from './index.js';

let host: SubgraphHost;
let services: AccountServices;
let admin: RequestContext;
let rival: RequestContext;
let adminId: string;

const request = { requestId: 'r', traceparent: '', deadline: 0 };
const authenticate = (key: string) => host.platform.identity.authenticate(key, request);
/** What a key was found to be is believed for less than a second. */
const aSecondLater = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  const { clock } = host.platform;
  const { now } = clock;
  clock.now = () => new Date(now().getTime() + 1_000);
  return work().finally(() => {
    clock.now = now;
  });
};
const mutate = async (context: RequestContext, field: string, input: object, selection: string) => {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const inputType = /^(addTo|removeFrom)/.test(field) ? 'GroupMembershipInput' : `${type}Input`;
  const source = `mutation ($input: ${inputType}!) { ${field}(input: $input) {
    __typename ... on ${type}Payload { ${selection} } ... on Failure { code message hint } } }`;
  return (await host.data<Record<string, Record<string, never>>>(context, source, { input }))[field];
};
const newMember = async (email: string, changes: object = {}): Promise<string> => {
  const made = await mutate(admin, 'createMember', { email, ...changes }, 'member { id }');
  return (made as unknown as { member: { id: string } }).member.id;
};
const newKey = async (input: object): Promise<string> =>
  ((await mutate(admin, 'createKey', input, 'key')) as unknown as { key: string }).key;

beforeAll(async () => {
  host = await openSubgraph(accounts, {}, { PROFILE: 'development' });
  services = createAccountServices(host.platform);
  const made = await services.tenants.createTenant('Acme', 'Boss@Example.com');
  adminId = made.memberId;
  admin = await authenticate(made.key);
  rival = await authenticate((await services.tenants.createTenant('Rival', 'boss@example.com')).key);
});
afterAll(() => host.close());

test('a new tenant has an admin whose first key works', async () => {
  const me =
    '{ me { actor roles scopes tenant { id name } member { id email roles } groups { id } } tenant { name } }';
  expect(await host.data(admin, me)).toMatchObject({
    me: {
      actor: admin.actor,
      roles: ['ADMIN'],
      scopes: ['*'],
      tenant: { id: admin.tenant, name: 'Acme' },
      member: { id: adminId, email: 'boss@example.com', roles: ['ADMIN'] },
      groups: [],
    },
    tenant: { name: 'Acme' },
  });
});

test('members: one an address, roles, never without an admin', async () => {
  const id = await newMember('Ann@Example.com', { name: 'Ann', roles: ['VIEWER'], subject: 'ann' });
  expect(await mutate(admin, 'createMember', { email: 'ann@example.com' }, 'member { id }')).toMatchObject({
    __typename: 'Conflict',
  });
  expect(await mutate(admin, 'createMember', { email: 'nobody' }, 'member { id }')).toMatchObject({
    __typename: 'InvalidInput',
  });
  const roles = { memberId: id, roles: ['REVIEWER', 'MEMBER'] };
  expect(await mutate(admin, 'updateMemberRoles', roles, 'member { roles }')).toMatchObject({
    member: { roles: ['MEMBER', 'REVIEWER'] },
  });
  expect(await host.platform.identity.contextOf(admin.tenant, `user:${id}`)).toMatchObject({
    roles: ['member', 'reviewer'],
  });
  const demoted = { memberId: adminId, roles: ['VIEWER'] };
  expect(await mutate(admin, 'updateMemberRoles', demoted, 'member { id }')).toMatchObject({
    __typename: 'Conflict',
  });
  expect(await mutate(admin, 'removeMember', { memberId: adminId }, 'memberId')).toMatchObject({
    __typename: 'Conflict',
  });
  const key = await newKey({ name: 'of ann', memberId: id });
  expect(await authenticate(key)).toMatchObject({ roles: ['member', 'reviewer'] });
  expect(await mutate(admin, 'removeMember', { memberId: id }, 'memberId')).toMatchObject({ memberId: id });
  expect(await host.platform.identity.contextOf(admin.tenant, `user:${id}`)).toBeNull();
});

test('a group is felt by its members and their keys within a second, and its end too', async () => {
  const memberId = await newMember('bob@example.com');
  const key = await newKey({ name: 'of bob', memberId });
  const made = await mutate(admin, 'createGroup', { name: 'Finance' }, 'group { id name }');
  const groupId = (made as unknown as { group: { id: string } }).group.id;
  expect(await mutate(admin, 'createGroup', { name: 'finance' }, 'group { id }')).toMatchObject({
    __typename: 'Conflict',
  });
  expect((await authenticate(key)).groups).toEqual([]);
  await mutate(admin, 'addToGroup', { groupId, memberId }, 'group { id }');
  const { groups, rights } = await aSecondLater(() => authenticate(key));
  expect(groups).toEqual([groupId]);
  expect(rights.principals).toEqual(['tenant', `group:${groupId}`]);

  const source =
    '{ groups { totalCount nodes { name members { totalCount nodes { email groups { name } } } } } }';
  expect(await host.data(admin, source)).toEqual({
    groups: {
      totalCount: 1,
      nodes: [
        {
          name: 'Finance',
          members: { totalCount: 1, nodes: [{ email: 'bob@example.com', groups: [{ name: 'Finance' }] }] },
        },
      ],
    },
  });
  const own = await newKey({ name: 'own', roles: ['VIEWER'], groups: [groupId], scopes: ['documents:read'] });
  expect(await authenticate(own)).toMatchObject({
    roles: ['viewer'],
    groups: [groupId],
    scopes: ['documents:read'],
  });

  await mutate(admin, 'deleteGroup', { groupId }, 'groupId');
  const { database } = host.db;
  const left = await database.tenant(admin.tenant, (tx) =>
    tx.query(`select from platform.principals where $1 = any(groups)`, [groupId]),
  );
  expect(left).toEqual([]);
});

test('a key is shown once, kept as a hash, and ends when it is revoked', async () => {
  const made = await mutate(
    admin,
    'createKey',
    { name: 'ci', roles: ['MEMBER'] },
    'key apiKey { id roles revokedAt }',
  );
  const { key, apiKey } = made as unknown as { key: string; apiKey: { id: string } };
  expect(key).toMatch(/^trb_[\w-]{43}$/);
  const stored = await host.db.system.across((tx) =>
    tx.query('select * from accounts.api_keys, platform.principals'),
  );
  expect(JSON.stringify(stored)).not.toContain(key);
  expect((await authenticate(key)).actor).toBe(`key:${apiKey.id}`);
  expect(await mutate(admin, 'revokeKey', { keyId: apiKey.id }, 'apiKey { revokedAt }')).toMatchObject({
    apiKey: { revokedAt: expect.anything() },
  });
  await expect(aSecondLater(() => authenticate(key))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  const past = { name: 'late', expiresAt: '2020-01-01T00:00:00Z' };
  expect(await mutate(admin, 'createKey', past, 'key')).toMatchObject({ __typename: 'InvalidInput' });
  expect(await mutate(admin, 'createKey', { name: 'x', scopes: ['all of it'] }, 'key')).toMatchObject({
    __typename: 'InvalidInput',
  });
  expect(await mutate(admin, 'createKey', { name: 'x', groups: [newId()] }, 'key')).toMatchObject({
    __typename: 'NotFound',
  });
  expect(await mutate(admin, 'createKey', { name: 'x', memberId: newId() }, 'key')).toMatchObject({
    __typename: 'NotFound',
  });
});

test('nothing of a tenant is seen or changed by another, nor without the permission', async () => {
  const memberId = await newMember('carl@example.com');
  const group = await mutate(admin, 'createGroup', { name: 'Secret' }, 'group { id }');
  const groupId = (group as unknown as { group: { id: string } }).group.id;
  const key = await mutate(admin, 'createKey', { name: 'x' }, 'apiKey { id }');
  const keyId = (key as unknown as { apiKey: { id: string } }).apiKey.id;
  const all = '{ members { totalCount nodes { email } } groups { totalCount } apiKeys { totalCount } }';
  expect(await host.data(rival, all)).toEqual({
    members: { totalCount: 1, nodes: [{ email: 'boss@example.com' }] },
    groups: { totalCount: 0 },
    apiKeys: { totalCount: 1 },
  });
  const one = 'query ($m: ID!, $g: ID!) { member(id: $m) { id } group(id: $g) { id } }';
  expect(await host.data(rival, one, { m: memberId, g: groupId })).toEqual({ member: null, group: null });
  const NotFound = { __typename: 'NotFound', code: 'NOT_FOUND' };
  expect(await mutate(rival, 'removeMember', { memberId }, 'memberId')).toMatchObject(NotFound);
  expect(await mutate(rival, 'deleteGroup', { groupId }, 'groupId')).toMatchObject(NotFound);
  expect(await mutate(rival, 'revokeKey', { keyId }, 'apiKey { id }')).toMatchObject(NotFound);
  expect(await mutate(rival, 'addToGroup', { groupId, memberId }, 'group { id }')).toMatchObject(NotFound);
  expect(await mutate(rival, 'createKey', { name: 'x', groups: [groupId] }, 'key')).toMatchObject(NotFound);

  const Forbidden = { __typename: 'Forbidden', code: 'FORBIDDEN' };
  for (const role of ['viewer', 'member', 'reviewer', 'auditor'] as const) {
    const caller = callerOf(admin.tenant, { roles: [role] });
    expect(
      await mutate(caller, 'createMember', { email: 'dora@example.com' }, 'member { id }'),
    ).toMatchObject(Forbidden);
    expect(await mutate(caller, 'createKey', { name: 'x' }, 'key')).toMatchObject(Forbidden);
    expect(await mutate(caller, 'deleteTenant', { confirmName: 'Acme' }, 'tenantId')).toMatchObject(
      Forbidden,
    );
    expect((await host.call(caller, '{ apiKeys { totalCount } }')).errors?.[0]?.originalError).toMatchObject({
      code: 'FORBIDDEN',
    });
  }
  for (const table of ['tenants', 'members', 'groups', 'memberships', 'api_keys']) {
    const rows = await host.db.database.tenant(rival.tenant, (tx) =>
      tx.query(`select from accounts.${table} where tenant_id = $1`, [admin.tenant]),
    );
    expect(rows).toEqual([]);
  }
});

test('the development tenant is made once, and its token is that of an admin', async () => {
  const token = `trd_${'a'.repeat(43)}`;
  const made = await Promise.all([1, 2, 3].map(() => services.tenants.ensureDevelopmentTenant(token)));
  expect(new Set(made.map(({ tenantId }) => tenantId)).size).toBe(1);
  expect(await authenticate(token)).toMatchObject({ tenant: made[0]?.tenantId, roles: ['admin'] });
  const members = '{ members { totalCount } }';
  expect(await host.data(await authenticate(token), members)).toEqual({ members: { totalCount: 1 } });
});

test('a deleted tenant is signed out at once, and a job erases it from every store', async () => {
  const { key, tenantId } = await services.tenants.createTenant('Gone', 'gone@example.com');
  const context = await authenticate(key);
  expect(await mutate(context, 'deleteTenant', { confirmName: 'gone' }, 'tenantId')).toMatchObject({
    __typename: 'Conflict',
  });
  expect(await mutate(context, 'deleteTenant', { confirmName: 'Gone' }, 'tenantId')).toMatchObject({
    tenantId,
  });
  const { database } = host.db;
  const waiting = await database.tenant(tenantId, (tx) =>
    tx.query<{ name: string; actor: string }>('select name, actor from platform.jobs'),
  );
  expect(waiting).toEqual([{ name: 'accounts.delete-tenant', actor: 'system:accounts' }]);

  const order: string[] = [];
  const other = { name: 'other', tenant: async () => void order.push('other') };
  const own = host.parts.erasers ?? [];
  const [job] = host.parts.jobs?.({ erasers: [...own, other] } as never) ?? [];
  const run = { context, signal: new AbortController().signal, log: host.platform.log };
  await job?.run({}, run as never);
  expect(order).toEqual(['other']);
  const rows = await host.db.system.across((tx) =>
    tx.query('select from accounts.tenants natural full join accounts.members where tenant_id = $1', [
      tenantId,
    ]),
  );
  expect(rows).toEqual([]);
  expect(await host.platform.identity.contextOf(tenantId, context.actor)).toBeNull();
});

test('every mutation leaves one audit record, without personal text in its facts', async () => {
  const email = `${newId()}@example.com`;
  const id = await newMember(email, { name: 'Frida' });
  const records = await host.db.database.tenant(admin.tenant, (tx) =>
    tx.query<{ action: string; body: object; actor: string }>(
      `select action, body, actor from platform.audit_intake where subjects @> $1`,
      [JSON.stringify([{ type: 'Member', id }])],
    ),
  );
  expect(records).toEqual([
    { action: 'accounts.createMember', body: { roles: ['member'] }, actor: admin.actor },
  ]);
});

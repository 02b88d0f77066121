import {
  type RequestContext,
  type Rights,
  type Role,
  rightsOfAccessList,
  rightsOfGroups,
  roles,
} from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../testkit/database.js';
import { callerOf } from '../../testkit/subgraph-host.js';
import { isAuthorized } from './authorize.js';
import { accessMigrations, authorize, createAccess, readableClause } from './index.js';
import { type Permission, permissions, permissionsOf } from './permissions.js';

describe('what one may do', () => {
  const may = (roles: readonly Role[], permission: Permission, scopes: readonly string[] = ['*']) =>
    isAuthorized(callerOf(newId(), { roles, scopes }), permission);

  it('is what one of the roles allows', () => {
    for (const role of roles)
      for (const permission of permissions)
        expect([role, permission, may([role], permission)]).toEqual([
          role,
          permission,
          permissionsOf[role].includes(permission),
        ]);
    expect(may(['viewer', 'auditor'], 'audit:export')).toBe(true);
    expect(may([], 'documents:read')).toBe(false);
  });

  it('grows from viewer to member to reviewer; an administrator may do all', () => {
    const includes = (more: Role, fewer: Role) =>
      permissionsOf[fewer].every((permission) => permissionsOf[more].includes(permission));
    expect(
      includes('member', 'viewer') && includes('reviewer', 'member') && includes('auditor', 'viewer'),
    ).toBe(true);
    expect(permissionsOf.admin).toEqual(permissions);
    expect(permissionsOf.auditor).not.toContain('documents:write');
  });

  it('is bounded by scopes, which allow nothing by themselves', () => {
    expect(may(['member'], 'documents:write', ['documents:read'])).toBe(false);
    expect(may(['member'], 'documents:write', ['documents:write'])).toBe(true);
    expect(may(['viewer'], 'documents:write', ['documents:write'])).toBe(false);
    expect(may(['admin'], 'accounts:manage', [])).toBe(false);
  });

  it('is not asked of parts of the system, and of nobody who only sounds like one', () => {
    const named = (actor: string) => isAuthorized(callerOf(newId(), { actor, roles: [] }), 'accounts:manage');
    expect([named('system:ingest'), named('plugin:advice')]).toEqual([true, true]);
    expect([named('user:system:ingest'), named('key:plugin:x'), named('systematic')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is refused with what is missing', () => {
    expect(() => authorize(callerOf(newId(), { roles: ['viewer'] }), 'documents:delete')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN', details: { needed: 'documents:delete' } }),
    );
  });
});

describe('what one may read', () => {
  const access = createAccess();
  const [finance, people] = [newId(), newId()];
  const tenant = newId();
  const lists: Record<string, string[]> = {
    open: ['tenant'],
    finance: [`group:${finance}`],
    people: [`group:${people}`],
    both: [`group:${finance}`, `group:${people}`],
  };
  const ids = Object.fromEntries(Object.keys(lists).map((name) => [name, newId()]));
  const context = (rights: Rights): RequestContext => ({ ...callerOf(tenant), rights });
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase({ migrations: [{ room: 'platform', migrations: accessMigrations }] });
    await db.database.tenant(tenant, async (tx) => {
      for (const [name, list] of Object.entries(lists))
        await access.set(tx, { type: 'Document', id: ids[name] ?? '' }, list);
    });
  });
  afterAll(() => db.close());

  const groups = (...of: string[]) => rightsOfGroups(of);
  const readers = (...of: string[]) => rightsOfAccessList(of);
  const cases: [string, Rights, string[]][] = [
    ['a person without a group', groups(), ['open']],
    ['a member of one group', groups(finance), ['open', 'finance', 'both']],
    ['a member of both', groups(finance, people), ['open', 'finance', 'people', 'both']],
    ['who acts for everybody', readers('tenant'), ['open']],
    ['who acts for one group', readers(`group:${finance}`), ['open', 'finance', 'both']],
    ['who acts for both', readers(`group:${finance}`, `group:${people}`), ['open', 'both']],
    ['who acts for nobody', { mode: 'every', principals: [] }, ['open']],
    ['a person with no principal at all', { mode: 'any', principals: [] }, ['open']],
  ];

  it.each(cases)('%s, in a batch and inside of SQL', async (_name, rights, expected) => {
    const wanted = expected.map((name) => ids[name]).sort();
    const found = await db.database.tenant(tenant, async (tx) => {
      const batch = await access.readable(tx, context(rights), 'Document', Object.values(ids));
      const clause = readableClause(rights, 'Document', 'd.id', 2);
      const rows = await tx.query<{ id: string }>(
        `select d.id from unnest($1::uuid[]) as d (id) where ${clause.sql} order by d.id`,
        [Object.values(ids), clause.value],
      );
      return { batch: [...batch].sort(), rows: rows.map(({ id }) => id) };
    });
    expect(found).toEqual({ batch: wanted, rows: wanted });
  });

  it('is of its tenant, its type and its id', async () => {
    const all = context(groups(finance, people));
    const readable = (of: string, type: string, asked: string[]) =>
      db.database.tenant(of, (tx) => access.readable(tx, { ...all, tenant: of }, type, asked));
    expect((await readable(newId(), 'Document', Object.values(ids))).size).toBe(0);
    expect((await readable(tenant, 'Review', Object.values(ids))).size).toBe(0);
    expect((await readable(tenant, 'Document', ['no id', "'; drop", newId()])).size).toBe(0);
    expect((await readable(tenant, 'Document', [])).size).toBe(0);
  });

  it('changes with its list, and is gone with an empty one', async () => {
    const entity = { type: 'Document', id: newId() };
    const readable = () =>
      db.database.tenant(tenant, (tx) => access.readable(tx, context(groups()), 'Document', [entity.id]));
    const set = (list: string[]) => db.database.tenant(tenant, (tx) => access.set(tx, entity, list));
    const list = () => db.database.tenant(tenant, (tx) => access.list(tx, entity));
    await set(['tenant']);
    expect([(await readable()).size, await list()]).toEqual([1, ['tenant']]);
    await set([`group:${finance}`]);
    expect([(await readable()).size, await list()]).toEqual([0, [`group:${finance}`]]);
    await set([]);
    expect(await list()).toEqual([]);
  });
});

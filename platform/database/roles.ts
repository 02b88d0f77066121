import pg from 'pg';
import { AppError } from 'tributary/sdk';
import type { DatabaseServer } from './server.js';

const roles = ['tributary_owner', 'tributary_app', 'tributary_system'] as const;

interface RoleState {
  version: number;
  login: string;
  may_create_roles: boolean;
  existing: number;
  member: number;
  inherits: boolean;
  superuser: boolean;
}

/** `client` is connected as the login. Makes the three roles, if they are not right and someone may make them. */
export async function ensureRoles(client: pg.ClientBase, server: DatabaseServer): Promise<void> {
  const state = await readState(client);
  if (isRight(state)) return;
  if (server.adminUrl !== null) {
    const admin = new pg.Client({ connectionString: server.adminUrl });
    await admin.connect();
    try {
      await makeRoles(admin, state);
    } finally {
      await admin.end();
    }
  } else if (state.may_create_roles) {
    await makeRoles(client, state);
  }
  const now = await readState(client);
  if (!isRight(now)) {
    const reason = now.inherits
      ? `the login ${now.login} inherits the rights of our roles; make it NOINHERIT`
      : `the login ${now.login} is not a member of ${roles.join(', ')}, or may not create schemas`;
    throw new AppError('CONFIG_INVALID', { key: 'DATABASE_ADMIN_URL', reason });
  }
}

function isRight(state: RoleState): boolean {
  return state.superuser ? state.existing === roles.length : state.member === roles.length && !state.inherits;
}

/** Membership without inheritance: the login has to take a role on, and sees nothing before it does. */
async function readState(client: pg.ClientBase): Promise<RoleState> {
  const { rows } = await client.query<RoleState>(
    `select current_setting('server_version_num')::int as version,
            session_user as login,
            (select rolsuper or rolcreaterole from pg_roles where rolname = session_user) as may_create_roles,
            (select rolsuper from pg_roles where rolname = session_user) as superuser,
            count(*)::int as existing,
            (count(*) filter (where pg_has_role(session_user, oid, 'MEMBER'))
              * has_database_privilege(current_database(), 'CREATE')::int)::int as member,
            coalesce(bool_or(pg_has_role(session_user, oid, 'USAGE')), false) as inherits
       from pg_roles where rolname = any($1)`,
    [roles],
  );
  const state = rows[0];
  if (!state) throw new AppError('DATABASE_UNAVAILABLE');
  return state;
}

async function makeRoles(admin: pg.ClientBase, state: RoleState): Promise<void> {
  const login = admin.escapeIdentifier(state.login);
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  await admin.query('select pg_advisory_lock(7246002)');
  try {
    for (const role of roles) {
      const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
      if (rowCount === 0) await admin.query(`create role ${role} nologin nosuperuser nobypassrls`);
    }
    await admin.query(
      `grant create, connect, temporary on database ${admin.escapeIdentifier(rows[0]?.name ?? '')} to ${login}`,
    );
    if (state.superuser) return;
    if (state.version < 160_000) {
      await admin.query(`alter role ${login} noinherit`);
      await admin.query(`grant ${roles.join(', ')} to ${login}`);
    } else {
      await admin.query(`grant ${roles.join(', ')} to ${login} with inherit false, set true`);
    }
  } finally {
    await admin.query('select pg_advisory_unlock(7246002)');
  }
}

import { AppError, type Audience, type Person, type RequestContext, roles } from 'tributary/sdk';
import type { Database, PeoplePort } from '#platform';
import { isId } from './input.js';
import { actorOfMember } from './principal-projection.js';

const mostAtOnce = 1_000;
const defaultFirst = 100;

/** Whom an audience names, by kind. */
interface Named {
  readonly everybody: boolean;
  readonly user: string[];
  readonly key: string[];
  readonly group: string[];
  readonly role: string[];
}

/** The members of a tenant, for what plugins send them. */
export class PeopleService implements PeoplePort {
  constructor(private readonly database: Database) {}

  async self(context: RequestContext): Promise<Person | null> {
    const [found] = await this.find(context, [context.actor]);
    return found ?? null;
  }

  async find(context: RequestContext, actors: readonly string[]): Promise<(Person | null)[]> {
    expectFew(actors);
    const users = idsOf(actors, 'user');
    const keys = idsOf(actors, 'key');
    const rows = await this.database.tenant(context.tenant, (tx) =>
      tx.query<Person & { asked: string }>(
        `select 'user:' || m.id as asked, ${columns} from accounts.members m where m.id = any($1::uuid[])
         union all
         select 'key:' || k.id as asked, ${columns} from accounts.api_keys k
           join accounts.members m on m.tenant_id = k.tenant_id and m.id = k.member_id
          where k.id = any($2::uuid[]) and k.revoked_at is null`,
        [users, keys],
      ),
    );
    const byActor = new Map(rows.map(({ asked, ...person }) => [asked, person]));
    return actors.map((actor) => byActor.get(actor.toLowerCase()) ?? null);
  }

  async members(
    context: RequestContext,
    audience: Audience,
    { first = defaultFirst, after = null }: { first?: number; after?: string | null } = {},
  ): Promise<Person[]> {
    const [last = null] = after === null ? [] : idsOf([after], 'user');
    return this.database.tenant(context.tenant, (tx) =>
      tx.query<Person>(
        `select ${columns} from accounts.members m where ${isNamed} and ($6::uuid is null or m.id > $6)
          order by m.id limit $7`,
        [...parametersOf(audience), last, Math.max(1, Math.min(first, mostAtOnce))],
      ),
    );
  }

  async count(context: RequestContext, audience: Audience): Promise<number> {
    const rows = await this.database.tenant(context.tenant, (tx) =>
      tx.query<{ count: number }>(
        `select count(*)::int as count from accounts.members m where ${isNamed}`,
        parametersOf(audience),
      ),
    );
    return rows[0]?.count ?? 0;
  }

  async groups(context: RequestContext, actors: readonly string[]): Promise<Map<string, string[]>> {
    expectFew(actors);
    const rows = await this.database.tenant(context.tenant, (tx) =>
      tx.query<{ id: string; groups: string[] }>(
        `select m.id, coalesce(array_agg(s.group_id::text) filter (where s.group_id is not null), '{}') as groups
           from accounts.members m
           left join accounts.memberships s on s.tenant_id = m.tenant_id and s.member_id = m.id
          where m.id = any($1::uuid[]) group by m.id`,
        [idsOf(actors, 'user')],
      ),
    );
    return new Map(rows.map(({ id, groups }) => [actorOfMember(id), groups]));
  }
}

const columns = `'user:' || m.id as actor, m.email, m.name, m.roles`;
const isNamed = `(
  $1::boolean or m.id = any($2::uuid[]) or m.roles && $5::text[]
  or m.id in (select member_id from accounts.api_keys where id = any($3::uuid[]) and revoked_at is null)
  or m.id in (select member_id from accounts.memberships where group_id = any($4::uuid[])))`;

function parametersOf(audience: Audience): unknown[] {
  const { everybody, user, key, group, role } = named(audience);
  return [everybody, user, key, group, role];
}

function named(audience: Audience): Named {
  const all: Named = { everybody: audience.includes('tenant'), user: [], key: [], group: [], role: [] };
  for (const one of audience) {
    if (one === 'tenant') continue;
    const [kind = '', ...rest] = one.split(':');
    const name = rest.join(':');
    if (!isForm(kind, name)) {
      const reason = `to: ${one.slice(0, 100)} is none of user:<id>, key:<id>, group:<id>, role:<role> and tenant`;
      throw new AppError('BAD_USER_INPUT', { reason });
    }
    // Who is known by a token alone has an id of another form, and is no member.
    if (kind === 'role' || isId(name)) all[kind].push(name.toLowerCase());
  }
  return all;
}

function isForm(kind: string, name: string): kind is 'user' | 'key' | 'group' | 'role' {
  if (kind === 'role') return (roles as readonly string[]).includes(name);
  return kind === 'group' ? isId(name) : (kind === 'user' || kind === 'key') && /^\S{1,200}$/.test(name);
}

const idsOf = (actors: readonly string[], kind: string): string[] =>
  actors
    .filter((actor) => actor.startsWith(`${kind}:`))
    .map((actor) => actor.slice(kind.length + 1).toLowerCase())
    .filter(isId);

function expectFew(actors: readonly string[]): void {
  if (actors.length <= mostAtOnce) return;
  throw new AppError('BAD_USER_INPUT', { reason: `actors: ask for ${mostAtOnce} at most` });
}

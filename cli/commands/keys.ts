import { parseArgs } from 'node:util';
import { AppError, type RequestContext, type Role, roles, z } from 'tributary/sdk';
import { badUsage, type Command, count, named, print, printRows, runVerb } from './command.js';
import { asOperator, type Office } from './office.js';

export const command: Command = {
  usage: `keys create --name NAME [--tenant T] [--member EMAIL | --role ROLE… --group ID…] [--scope SCOPE…] [--expires TIME]
                                     makes an API key and prints it, this once; without a member it has the
                                     roles named here (member), one of ${roles.join(', ')}
keys list [--tenant T] [--first N] [--json]
keys revoke ID [--tenant T]          the key is refused from now on

T is the id or name of a tenant; it may be left out where there is only one.`,
  run: (args) => runVerb(args, { create, list, revoke }),
};

const several = { type: 'string', multiple: true } as const;
const text = { type: 'string' } as const;

async function create(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      tenant: text,
      name: text,
      member: text,
      role: several,
      group: several,
      scope: several,
      expires: text,
    },
  });
  const { name, member } = values;
  if (name === undefined) throw badUsage('--name NAME is missing');
  const request = {
    name,
    roles: values.role?.map(roleOf) ?? null,
    groups: values.group ?? null,
    scopes: values.scope ?? null,
    expiresAt: values.expires === undefined ? null : timeOf(values.expires),
  };
  const { row, key } = await asOperator(values.tenant, async (office, context) => {
    const memberId = member === undefined ? null : await memberOf(office, context, member);
    return office.accounts.keys.create(context, { ...request, memberId });
  });
  print(`id   ${row.id}`);
  print(`key  ${key}`);
  return 0;
}

async function list(args: string[]): Promise<number> {
  const options = {
    tenant: text,
    first: { type: 'string', default: '100' },
    json: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args, options });
  const first = count('first', values.first, 1000);
  const { rows } = await asOperator(values.tenant, ({ accounts }, context) =>
    accounts.keys.list(context, { first, after: null }),
  );
  const shown = rows
    .slice(0, first)
    .map(({ id, name, memberId, roles: own, scopes, createdAt, expiresAt, revokedAt }) => {
      return { id, name, memberId, roles: own, scopes, createdAt, expiresAt, revokedAt };
    });
  printRows(shown, values.json);
  return 0;
}

async function revoke(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { tenant: text }, allowPositionals: true });
  const [id = ''] = named(positionals, 'ID');
  await asOperator(values.tenant, ({ accounts }, context) => accounts.keys.revoke(context, id));
  print(`revoked ${id}`);
  return 0;
}

async function memberOf({ database }: Office, { tenant }: RequestContext, email: string): Promise<string> {
  const [member] = await database.tenant(tenant, (tx) =>
    tx.query<{ id: string }>('select id from accounts.members where email = lower($1)', [email]),
  );
  if (!member) throw new AppError('NOT_FOUND', { thing: `The member ${email}` });
  return member.id;
}

function roleOf(name: string): Role {
  const parsed = z.enum(roles).safeParse(name);
  if (!parsed.success) throw badUsage(`${name} is none of ${roles.join(', ')}`);
  return parsed.data;
}

function timeOf(given: string): Date {
  const time = new Date(given);
  if (Number.isNaN(time.getTime())) throw badUsage(`--expires ${given} is no time such as 2027-01-31`);
  return time;
}

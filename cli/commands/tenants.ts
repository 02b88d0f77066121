import { parseArgs } from 'node:util';
import { badUsage, type Command, named, print, printRows, runVerb } from './command.js';
import { inOffice } from './office.js';

export const command: Command = {
  usage: `tenants create NAME --admin EMAIL    makes a tenant with an administrator and prints the first key, this once
tenants list [--json]                all tenants`,
  run: (args) => runVerb(args, { create, list }),
};

async function create(args: string[]): Promise<number> {
  const options = { admin: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = ''] = named(positionals, 'NAME');
  const { admin } = values;
  if (admin === undefined) throw badUsage('--admin EMAIL is missing');
  const { tenantId, key } = await inOffice(({ accounts }) => accounts.tenants.createTenant(name, admin));
  print(`tenant  ${tenantId}`);
  print(`key     ${key}`);
  process.stderr.write('The key is shown this once. Send it as: authorization: Bearer <key>\n');
  return 0;
}

async function list(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  printRows(await inOffice(({ accounts }) => accounts.tenants.listAll()), values.json);
  return 0;
}

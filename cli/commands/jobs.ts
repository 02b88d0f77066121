import { parseArgs } from 'node:util';
import { listDeadLetters, redrive } from '#platform/jobs';
import { type Command, count, named, print, printRows, runVerb } from './command.js';
import { asOperator } from './office.js';

export const command: Command = {
  usage: `jobs dead [--tenant T] [--first N] [--json]    jobs that failed for good, newest first
jobs redrive ID [--tenant T]                   gives one all its attempts again; what it had finished stays finished

T is the id or name of a tenant; it may be left out where there is only one.`,
  run: (args) => runVerb(args, { dead, redrive: again }),
};

const text = { type: 'string' } as const;

async function dead(args: string[]): Promise<number> {
  const options = {
    tenant: text,
    first: { type: 'string', default: '50' },
    json: { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args, options });
  const first = count('first', values.first, 1000);
  const letters = await asOperator(values.tenant, ({ database }, { tenant }) =>
    database.tenant(tenant, (tx) => listDeadLetters(tx, first)),
  );
  const rows = letters.map(({ id, name, attempts, error, finishedAt }) => {
    return { id, name, attempts, finishedAt, code: error.code, message: error.message };
  });
  printRows(rows, values.json);
  return 0;
}

async function again(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { tenant: text }, allowPositionals: true });
  const [id = ''] = named(positionals, 'ID');
  await asOperator(values.tenant, ({ database }, { tenant }) =>
    database.tenant(tenant, (tx) => redrive(tx, id)),
  );
  print(`given back ${id}`);
  return 0;
}

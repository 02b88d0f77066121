import { parseArgs } from 'node:util';
import { type Command, print, runVerb } from './command.js';
import { asOperator } from './office.js';

export const command: Command = {
  usage: `index rebuild [--tenant T]    builds the search index of a tenant anew from the database, beside the one in use,
                              and switches when it is whole; a job of the worker

T is the id or name of a tenant; it may be left out where there is only one.`,
  run: (args) => runVerb(args, { rebuild }),
};

async function rebuild(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { tenant: { type: 'string' } } });
  const id = await asOperator(values.tenant, ({ database, outbox }, context) =>
    database.tenant(context.tenant, (tx) =>
      outbox.job(tx, context, { name: 'documents.rebuild-index', payload: {} }),
    ),
  );
  print(`job ${id}`);
  return 0;
}

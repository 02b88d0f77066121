import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { RequestContext } from 'tributary/sdk';
import { createAccess } from '#platform/access';
import { createAuditServices, exportLine } from '../../subgraphs/audit/index.js';
import { type Command, print, runVerb } from './command.js';
import { asOperator, type Office } from './office.js';

export const command: Command = {
  usage: `audit verify [--tenant T] [--json]       recomputes the tenant's audit chain; ends with 1 when an entry is not as it was
audit export [--tenant T] [--out FILE]   the chain as JSON Lines, oldest first, to standard output or a file

T is the id or name of a tenant; it may be left out where there is only one.`,
  run: (args) => runVerb(args, { verify, export: exportChain }),
};

const text = { type: 'string' } as const;
const verifyMs = 600_000;
const pageSize = 500;

async function verify(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { tenant: text, json: { type: 'boolean' } } });
  const result = await asOperator(values.tenant, (office, context) =>
    auditOf(office).verifier.verify(context, AbortSignal.timeout(verifyMs)),
  );
  const { valid, entries, headHash, firstBad } = result;
  if (values.json) print(JSON.stringify(result));
  else if (valid) print(`valid: ${entries} entries, head ${headHash}`);
  else print(`NOT VALID: entry ${firstBad?.seq}: ${firstBad?.reason}`);
  return valid ? 0 : 1;
}

async function exportChain(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { tenant: text, out: text } });
  await asOperator(values.tenant, async (office, context) => {
    const lines = Readable.from(linesOf(office, context));
    if (values.out === undefined) await pipeline(lines, process.stdout, { end: false });
    else await pipeline(lines, createWriteStream(values.out, { mode: 0o600 }));
  });
  return 0;
}

async function* linesOf(office: Office, context: RequestContext): AsyncGenerator<string> {
  const { entries, appender } = auditOf(office);
  await appender.chainUpToNow(context.tenant, AbortSignal.timeout(verifyMs));
  for (let after = 0, more = true; more; ) {
    const page = await entries.export(context, { first: pageSize, after });
    more = page.length > pageSize;
    for (const entry of page.slice(0, pageSize)) {
      after = entry.seq;
      yield exportLine(entry);
    }
  }
}

const auditOf = (office: Office) => createAuditServices({ ...office, access: createAccess() });

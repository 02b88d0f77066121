import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ClientError, type Operation, registeredOperation } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { repositoryRoot } from '#platform/config';
import { readOperation } from '#platform/registry';
import { badUsage, type Command, count, named, print, printRows, runVerb } from './command.js';
import { endpointOptions, endpointUsage, withClient } from './running.js';

export const command: Command = {
  usage: `operations list [--tools] [--name PART] [--first N] [--json]   what can be called by hash, with its use
operations register FILE…                  registers the operation of each file for the tenant of the token
operations remove HASH                     removes one that was registered so

${endpointUsage}`,
  run: (args) => runVerb(args, { list, register, remove }),
};

interface Registered {
  name: string;
  hash: string;
  source: string;
  tool: { mutation: boolean } | null;
  uses: number;
  lastUsedOn: string | null;
}
/** They are registered themselves, and called by hash: so they are served in the locked profile too. */
const folder = join(repositoryRoot, 'subgraphs/capabilities/operations');
async function registered<Data>(file: string): Promise<Operation<Data>> {
  const path = join(folder, file);
  return registeredOperation<Data>(readOperation(await readFile(path, 'utf8'), path).hash);
}

interface Page {
  persistedOperations: {
    nodes: Registered[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
interface Change {
  result: { code?: string; message?: string; hint?: string; operation?: { name: string; hash: string } };
}

const largestPage = 100;

async function list(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...endpointOptions,
      tools: { type: 'boolean' },
      name: { type: 'string' },
      first: { type: 'string', default: '1000' },
      json: { type: 'boolean' },
    },
  });
  const most = count('first', values.first, 10_000);
  const filter = { name: values.name ?? null, tool: values.tools ? true : null };
  const pageOf = await registered<Page>('list-operations.graphql');
  const found: Registered[] = [];
  await withClient(values, async (client) => {
    for (let after: string | null = null, more = true; more && found.length < most; ) {
      const first = Math.min(largestPage, most - found.length);
      const page: Page = await client.request(pageOf, { filter, first, after });
      const { nodes, pageInfo } = page.persistedOperations;
      found.push(...nodes);
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
  });
  const rows = found.map(({ name, hash, source, tool, uses, lastUsedOn }) => {
    const kind = tool === null ? null : tool.mutation ? 'mutation' : 'query';
    return { name, hash, source, tool: kind, uses, lastUsedOn };
  });
  printRows(rows, values.json);
  return 0;
}

async function register(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: endpointOptions, allowPositionals: true });
  if (positionals.length === 0) throw badUsage('FILE is missing');
  const registration = await registered<Change>('register-operation.graphql');
  await withClient(values, async (client) => {
    for (const file of positionals) {
      const document = await readText(file);
      const { result } = await client.request(registration, { input: { document } });
      const { name, hash } = succeeded(result, file);
      print(`${name}  ${hash}`);
    }
  });
  return 0;
}

async function remove(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: endpointOptions, allowPositionals: true });
  const [hash = ''] = named(positionals, 'HASH');
  const removal = await registered<Change>('remove-operation.graphql');
  const { result } = await withClient(values, (client) => client.request(removal, { input: { hash } }));
  print(`removed ${succeeded(result, hash).name}`);
  return 0;
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('NOT_FOUND', { thing: `The file ${file}` }, { cause });
  });
}

/** What the server said against it is what whoever typed the command has to read. */
function succeeded(
  { operation: done, code = 'INTERNAL', message = 'It was refused', hint }: Change['result'],
  what: string,
): { name: string; hash: string } {
  if (done) return done;
  throw new ClientError(code, `${what}: ${message}`, hint === undefined ? {} : { hint });
}

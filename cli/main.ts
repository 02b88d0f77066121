import { enableCompileCache } from 'node:module';
import { ClientError } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import type { Command } from './commands/command.js';
import { isArgumentError } from './or-usage.js';

enableCompileCache();

/** The commands of this program; those of `programs` are programs of their own. What they do stands in `summaries`. */
const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  tenants: () => import('./commands/tenants.js'),
  keys: () => import('./commands/keys.js'),
  ingest: () => import('./commands/ingest.js'),
  seed: () => import('./commands/seed.js'),
  ask: () => import('./commands/ask.js'),
  operations: () => import('./commands/operations.js'),
  audit: () => import('./commands/audit.js'),
  jobs: () => import('./commands/jobs.js'),
  index: () => import('./commands/index-command.js'),
  migrate: () => import('./commands/migrate.js'),
  generate: () => import('./commands/generate.js'),
  subgraph: () => import('./commands/subgraph.js'),
  plugin: () => import('./commands/plugin.js'),
  prices: () => import('./commands/prices.js'),
};
const programs: Readonly<Record<string, string>> = {
  start:
    'start [--role NAMES] [--print-config]    the system; NAMES are gateway, worker, plugins or subgraphs, by commas',
  demo: `demo [FILES…] [--json]    the main job on given files, start to end
demo --story erp    orders and invoices of one company, up to the verified record`,
  eval: `eval --data DIR [--set NAME] [--split NAME] [--json]    quality on the evaluation sets
eval --gate FILE [--url URL] [--token TOKEN | --own] [--baseline REPORT] [--json] [--junit FILE]
    runs the experiments of the file and checks their thresholds: 0 when all hold, 1 when not, 2 for wrong use`,
  bench: 'bench [NAME] [--json]    benchmarks',
};
const summaries: Readonly<Record<string, string>> = {
  start: 'the system, or a part of it',
  demo: 'the main job on given files, start to end',
  eval: 'quality on evaluation sets',
  bench: 'speed, beside others',
  tenants: 'makes and lists tenants',
  keys: 'makes, lists and revokes API keys',
  ingest: 'uploads files and shows how each ends',
  seed: 'loads the documents of an example company',
  ask: 'answers a question from the documents',
  operations: 'operations that can be called by hash',
  audit: 'verifies and exports the audit chain',
  jobs: 'jobs that failed for good',
  index: 'builds a search index anew',
  migrate: 'brings the database to this version',
  generate: 'writes the committed contracts',
  subgraph: 'writes a domain subgraph from a JSON Schema',
  plugin: 'writes, tries, turns on and packs plugins',
  prices: 'what models cost',
};
const usageExit = 64;

process.stdout.on('error', (error) => {
  if (!isClosedPipe(error)) throw error;
});
process.exitCode = await main(process.argv.slice(2));

async function main([name = '--help', ...args]: readonly string[]): Promise<number> {
  const wantsHelp = name === '--help' || name === 'help' || args.includes('--help');
  const topic = name === 'help' ? (args[0] ?? '--help') : name;
  if (wantsHelp && topic === '--help') return say(overview());
  if (wantsHelp && Object.hasOwn(programs, topic)) return say(usage(programs[topic] ?? ''));
  const load = Object.hasOwn(commands, topic) ? commands[topic] : undefined;
  if (!load) return refuse(`There is no command ${topic}`, 'npm run tributary -- --help');
  const { command } = await load();
  if (wantsHelp) return say(usage(command.usage));
  try {
    return await command.run(args);
  } catch (error) {
    if (isClosedPipe(error)) return 0;
    if (isBadUsage(error)) return refuse(error.message, `npm run tributary -- ${name} --help`);
    if (!(error instanceof AppError || error instanceof ClientError)) throw error;
    process.stderr.write(
      `${[`${error.code}: ${error.message}`, hintOf(error)].filter(Boolean).join('\n')}\n`,
    );
    return 1;
  }
}

function isBadUsage(error: unknown): error is Error {
  return isArgumentError(error) || (error instanceof AppError && error.code === 'BAD_USER_INPUT');
}

/** The reader of our output has seen enough, as `head` does. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function refuse(reason: string, help: string): number {
  process.stderr.write(`${reason}\nSee: ${help}\n`);
  return usageExit;
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function overview(): string {
  const names = [...Object.keys(programs), ...Object.keys(commands)];
  const lines = names.map((name) => `  ${name.padEnd(12)}${summaries[name] ?? ''}`);
  return `npm run tributary -- COMMAND [ARGUMENTS]\n\n${lines.join('\n')}\n\nEach tells more with --help.`;
}

function usage(text: string): string {
  return `Behind "npm run tributary --":\n\n${text}`;
}

/** What to do about it, from whoever knows. */
function hintOf(error: AppError | ClientError): string | undefined {
  if (error instanceof AppError) return error.hint;
  if (error.code === 'NETWORK') return 'Start the system with npm start, or name another with --url.';
  if (error.code === 'UNAUTHENTICATED') return 'Name a token or an API key with --token.';
  return error.details.hint;
}

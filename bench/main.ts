import { parseArgs } from 'node:util';
import { ClientError } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import type { Benchmark, BenchReport } from './benchmark.js';
import { cases } from './cases.js';
import { engines } from './engines.js';
import { extraction } from './extraction.js';
import { failover } from './failover.js';
import { guard } from './guard.js';
import { ingest } from './ingest/ingest.js';
import { interactive } from './interactive/interactive.js';
import { neighbours } from './interactive/neighbours.js';
import { longTexts } from './long-texts.js';
import { busyLimit, busyShare, describeMachine } from './machine.js';
import { models } from './models/models.js';
import { parsers } from './parsers.js';
import { pluginChanges } from './plugin-changes.js';
import { plugins } from './plugins.js';
import { providers } from './providers.js';
import { reembed } from './reembed.js';
import { table } from './report.js';
import { runs } from './runs.js';
import { search } from './search.js';
import { start } from './start.js';

const benchmarks: readonly Benchmark[] = [
  ingest,
  start,
  search,
  runs,
  plugins,
  pluginChanges,
  cases,
  parsers,
  engines,
  extraction,
  failover,
  guard,
  providers,
  longTexts,
  models,
  reembed,
  interactive,
  neighbours,
];
const usageExit = 64; // EX_USAGE
const say = (line: string) => void process.stderr.write(`${line}\n`);

try {
  const { json, force, chosen } = readOptions(process.argv.slice(2));
  const report = await measure(chosen, force);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${table(report)}\n`);
} catch (error) {
  if (!(error instanceof AppError || error instanceof ClientError)) throw error;
  say(`${error.code}: ${error.message}`);
  process.exitCode = error.code === 'BAD_USER_INPUT' ? usageExit : 1;
}

async function measure(chosen: readonly Benchmark[], force: boolean): Promise<BenchReport> {
  const busy = await busyShare();
  if (busy > busyLimit && !force) {
    const thing = `A quiet machine (${Math.round(busy * 100)} % of it is in use; --force measures all the same)`;
    throw new AppError('UNAVAILABLE', { thing });
  }
  const measured: BenchReport['benchmarks'] = [];
  for (const { name, about, run } of chosen) {
    say(`${name}: ${about} …`);
    const began = performance.now();
    const figures = await run((line) => say(`  ${line}`));
    measured.push({ name, about, seconds: (performance.now() - began) / 1000, figures });
  }
  return { machine: describeMachine(), busy, forced: busy > busyLimit, benchmarks: measured };
}

function readOptions(parameters: string[]) {
  const { values, positionals } = parsed(parameters);
  const unknown = positionals.find((name) => !benchmarks.some((each) => each.name === name));
  if (unknown !== undefined) {
    const reason = `${unknown} is none of ${benchmarks.map(({ name }) => name).join(', ')}`;
    throw new AppError('BAD_USER_INPUT', { reason });
  }
  const chosen = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return { ...values, chosen };
}

function parsed(parameters: string[]) {
  try {
    return parseArgs({
      args: parameters,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, force: { type: 'boolean', default: false } },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('BAD_USER_INPUT', { reason }, { cause });
  }
}

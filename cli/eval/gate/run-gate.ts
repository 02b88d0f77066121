import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Client, ClientError, createClient } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { withClient } from '../../commands/running.js';
import { isArgumentError } from '../../or-usage.js';
import { withOwnSystem } from '../../own-system.js';
import { evaluate } from '../evaluate.js';
import { readOptions } from '../options.js';
import { type Gate, readCases, readGate } from './gate-file.js';
import { type GateCheck, type GateReport, type GateScores, gateJunit, gateTable } from './gate-report.js';
import { checksOf, figureChecks, type GateBaseline, measuresOf, readGateBaseline } from './judge-gate.js';
import { fillDataset, runExperiment } from './run-experiment.js';

const usageExit = 2;
const closedExit = 1;
const longestMs = 3_600_000;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  gate: text,
  url: text,
  token: text,
  own: flag,
  baseline: text,
  json: flag,
  junit: text,
  data: text,
  set: { type: 'string', multiple: true },
  split: text,
} as const;

/** Where it says what. */
export interface GateOutput {
  out(text: string): void;
  progress(line: string): void;
}

/**
 * `tributary eval --gate FILE`: runs the experiments of the file and checks its thresholds. Returns the exit code: 0 when
 * all hold, 1 when one does not or an experiment could not be run, 2 for wrong use.
 */
export async function runGate(args: readonly string[], { out, progress }: GateOutput): Promise<number> {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const path = values.gate ?? '';
    const gate = await readGate(path);
    const baseline = values.baseline === undefined ? null : await readGateBaseline(values.baseline);
    expectUsable(gate, { data: values.data, baseline });
    const floors = await checkFigures(gate, values, progress);
    const run = (client: Client) => checkExperiments(gate, path, baseline, client, progress);
    const tried =
      gate.experiments.length === 0
        ? { checks: [], measured: [] }
        : values.own
          ? await withOwnSystem({}, (system) => withOwnClient(system, run))
          : await withClient(values, run);
    const checks = [...floors, ...tried.checks];
    const report: GateReport = {
      passed: checks.every(({ passed }) => passed),
      checks,
      measured: tried.measured,
    };
    if (values.junit !== undefined) await writeFile(values.junit, gateJunit(report));
    out(values.json ? JSON.stringify(report) : gateTable(report));
    return report.passed ? 0 : closedExit;
  } catch (error) {
    if (isArgumentError(error)) {
      progress(error.message);
      return usageExit;
    }
    if (!(error instanceof AppError || error instanceof ClientError)) throw error;
    progress(`${error.code}: ${error.message}`);
    return error instanceof AppError && error.code === 'BAD_USER_INPUT' ? usageExit : closedExit;
  }
}

function expectUsable(
  { experiments, figures }: Gate,
  { data, baseline }: { data: string | undefined; baseline: GateBaseline | null },
): void {
  const usage = (reason: string) => new AppError('BAD_USER_INPUT', { reason });
  if (figures.length > 0 && data === undefined) throw usage('figures need --data DIR');
  const compares = experiments.some(({ thresholds }) => thresholds.some((each) => each.noSignificantDrop));
  if (compares && !baseline) throw usage('noSignificantDrop needs --baseline REPORT');
}

async function withOwnClient<T>(
  { url, token }: { url: string; token: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = createClient({ url, token });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

async function checkFigures(
  gate: Gate,
  { data, set, split }: { data?: string; set?: string[]; split?: string },
  say: (line: string) => void,
): Promise<GateCheck[]> {
  if (gate.figures.length === 0 || data === undefined) return [];
  const wanted = set ?? [...new Set(gate.figures.map((floor) => floor.set))];
  const asked = ['--data', data, ...wanted.flatMap((name) => ['--set', name])];
  const report = await evaluate(readOptions([...asked, ...(split ? ['--split', split] : [])]), say);
  return figureChecks(gate, report);
}

async function checkExperiments(
  { experiments }: Gate,
  path: string,
  baseline: GateBaseline | null,
  client: Client,
  say: (line: string) => void,
): Promise<{ checks: GateCheck[]; measured: GateScores[] }> {
  const signal = AbortSignal.timeout(longestMs);
  const checks: GateCheck[] = [];
  const measured: GateScores[] = [];
  for (const experiment of experiments) {
    if (experiment.cases) {
      await fillDataset(client, experiment, await readCases(path, experiment.cases));
    }
    const ran = await runExperiment(client, experiment, say, signal);
    if (ran.failed > 0) say(`${experiment.dataset}: ${ran.failed} runs failed`);
    const found = measuresOf(experiment, ran);
    checks.push(...checksOf(experiment, found, baseline));
    measured.push(...found.map(({ values: _, ...scores }) => scores));
  }
  return { checks, measured };
}

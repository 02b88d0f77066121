import { ClientError } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { evaluate } from './eval/evaluate.js';
import { runGate } from './eval/gate/run-gate.js';
import { readOptions } from './eval/options.js';
import { table } from './eval/report.js';

const usageExit = 64; // EX_USAGE

const args = process.argv.slice(2);
const isGate = args.some((argument) => argument === '--gate' || argument.startsWith('--gate='));
if (isGate) {
  process.exitCode = await runGate(args, {
    out: (text) => void process.stdout.write(`${text}\n`),
    progress: (line) => void process.stderr.write(`${line}\n`),
  });
} else await measureSets();

async function measureSets(): Promise<void> {
  try {
    const options = readOptions(args);
    const report = await evaluate(options, (line) => void process.stderr.write(`${line}\n`));
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${table(report)}\n`);
  } catch (error) {
    if (!(error instanceof AppError || error instanceof ClientError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exitCode = error.code === 'BAD_USER_INPUT' ? usageExit : 1;
  }
}

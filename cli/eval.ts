import { ClientError } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { evaluate } from './eval/evaluate.js';
import { readOptions } from './eval/options.js';
import { table } from './eval/report.js';

const usageExit = 64; // EX_USAGE

try {
  const options = readOptions(process.argv.slice(2));
  const report = await evaluate(options, (line) => void process.stderr.write(`${line}\n`));
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `${table(report)}\n`);
} catch (error) {
  if (!(error instanceof AppError || error instanceof ClientError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = error.code === 'BAD_USER_INPUT' ? usageExit : 1;
}

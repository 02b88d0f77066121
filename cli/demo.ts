import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ClientError } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { loadConfigOrExit, repositoryRoot } from '#platform/config';
import { runDemo } from './demo/demo.js';
import { table } from './demo/report.js';
import { findOrStartSystem } from './demo/running-system.js';
import { orUsage } from './or-usage.js';

const { values, positionals } = orUsage(() =>
  parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true }),
);
const config = loadConfigOrExit();
const paths = positionals.length > 0 ? positionals : [join(repositoryRoot, 'examples/documents')];
// With --json standard output is for the report alone.
const out = values.json ? process.stderr : process.stdout;
const show = {
  line: (text: string) => void out.write(`${text}\n`),
  part: (text: string) => void out.write(text),
};

try {
  const system = await findOrStartSystem(config, show.line);
  try {
    const report = await runDemo({ ...system, paths, show });
    show.line(`\n${table(report)}`);
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    process.exitCode = report.auditValid ? 0 : 1;
  } finally {
    await system.stop();
  }
} catch (error) {
  if (!(error instanceof AppError || error instanceof ClientError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ClientError } from 'tributary/client';
import { AppError } from 'tributary/sdk';
import { loadConfigOrExit, repositoryRoot } from '#platform/config';
import { runDemo } from './demo/demo.js';
import { startReceiver } from './demo/erp/receiver.js';
import { tellErpStory } from './demo/erp/tell.js';
import { table } from './demo/report.js';
import { findOrStartSystem } from './demo/running-system.js';
import { orUsage } from './or-usage.js';
import { withOwnSystem } from './own-system.js';

const { values, positionals } = orUsage(() =>
  parseArgs({
    options: { json: { type: 'boolean' }, story: { type: 'string' } },
    allowPositionals: true,
  }),
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
  await (values.story === undefined ? demo() : tell(values.story));
} catch (error) {
  if (!(error instanceof AppError || error instanceof ClientError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  process.exitCode = 1;
}

async function demo(): Promise<void> {
  const system = await findOrStartSystem(config, show.line);
  try {
    const report = await runDemo({ ...system, paths, show });
    show.line(`\n${table(report)}`);
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    process.exitCode = report.auditValid ? 0 : 1;
  } finally {
    await system.stop();
  }
}

/** On a system of its own, which may send webhooks to the receiver of the story. */
async function tell(story: string): Promise<void> {
  if (story !== 'erp')
    throw new AppError('BAD_USER_INPUT', { reason: `There is no story ${story}; there is erp` });
  const receiver = await startReceiver();
  try {
    show.line('Starting a system for the story …');
    await withOwnSystem({ EGRESS_ALLOW: receiver.host }, (system) =>
      tellErpStory({ ...system, show }, receiver),
    );
    show.line('\nThat was the story; its system is gone.');
  } finally {
    await receiver.close();
  }
}

import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { AppError } from 'tributary/sdk';
import { inStaging, npmPublish } from '../../scaffold/plugin/npm.js';
import { named } from '../command.js';
import { filesToPack } from './pack.js';

const options = {
  dir: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
} as const;

/** `plugin publish`; its usage stands in the table of subcommands. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [name = ''] = named(positionals, 'NAME');
  const files = await filesToPack(name, values.dir);
  const isDry = values['dry-run'];
  if (!isDry && !values.yes) await confirm(name);
  return inStaging(files, (folder) => npmPublish(folder, isDry));
}

/** What is published cannot be taken back: somebody has to say so. Errors: `SCAFFOLD_REFUSED`. */
async function confirm(name: string): Promise<void> {
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  if (isTerminal) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await terminal.question(`Publish ${name} for everybody? Type its name: `);
    terminal.close();
    if (answer.trim() === name) return;
  }
  const mend = 'Look with --dry-run, then confirm with --yes.';
  throw new AppError('SCAFFOLD_REFUSED', { reason: `${name} was not published: nobody confirmed it`, mend });
}

import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from 'tributary/sdk';
import { refuseTakenNames } from './collisions.js';
import type { Model } from './model.js';
import { generatedFiles } from './templates/index.js';
import { wiringOf } from './wiring.js';

const run = promisify(execFile);
const toolMs = 300_000;
const longestFile = 400;
/** What `npm run generate` writes may be put back as well. */
const contracts = 'schema';

export interface NewSubgraph {
  /** Files that were written, by their paths in the repository. */
  readonly written: readonly string[];
  /** Files that were changed, each with the lines that came. */
  readonly changed: readonly { path: string; lines: readonly string[] }[];
}

/**
 * Writes a subgraph into the repository at `root`, adds it where subgraphs are listed, formats it, builds all and
 * writes the contracts. When one of these fails everything is put back as it was.
 * @throws AppError `NAME_TAKEN`, `SCAFFOLD_FAILED`
 */
export async function newSubgraph(
  root: string,
  model: Model,
  say: (line: string) => void,
): Promise<NewSubgraph> {
  refuseTakenNames(root, model);
  const files = generatedFiles(model);
  const wiring = await Promise.all(
    wiringOf(model).map(async ({ path, edit }) => {
      const before = await readFile(join(root, path), 'utf8');
      return { path, before, text: edit(before) };
    }),
  );
  const former = await readFolder(join(root, contracts));
  try {
    for (const { path, text } of [...files, ...wiring]) await write(join(root, path), text);
    say('Formatting …');
    const paths = [...files, ...wiring].map(({ path }) => path);
    await tool(root, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--colors=off', ...paths]);
    await refuseLongFiles(root, paths);
    say('Building, and writing the contracts …');
    refuseTypeErrors(await tool(root, ['cli/bootstrap.mjs', 'generate']), paths);
  } catch (error) {
    await putBack(root, model, { files, wiring, former });
    throw error;
  }
  const changed = wiring.map(async ({ path, before }) => {
    const known = new Set(before.split('\n').map((line) => line.trim()));
    const now = (await readFile(join(root, path), 'utf8')).split('\n');
    return { path, lines: now.filter((line) => !known.has(line.trim())) };
  });
  return { written: files.map(({ path }) => path), changed: await Promise.all(changed) };
}

/** No source of the house is longer; tests and what they use may be. */
async function refuseLongFiles(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths.filter((one) => one.endsWith('.ts') && !/\.test\.ts$|\/fixtures\//.test(one))) {
    const lines = (await readFile(join(root, path), 'utf8')).split('\n').length - 1;
    if (lines <= longestFile) continue;
    const reason = `${path} would have ${lines} lines, ${longestFile} are the most; group properties into nested objects`;
    throw new AppError('SCAFFOLD_FAILED', { reason });
  }
}

/** Errors of types elsewhere are not ours to refuse: what compiles is written all the same. */
function refuseTypeErrors(said: string, paths: readonly string[]): void {
  const lines = said.split('\n').filter((line) => paths.some((path) => line.startsWith(`${path}(`)));
  if (lines.length > 0) throw new AppError('SCAFFOLD_FAILED', { reason: lines.join('\n') });
}

/** Runs a tool of the repository; gives what it said. */
async function tool(root: string, parameters: readonly string[]): Promise<string> {
  try {
    const options = { cwd: root, timeout: toolMs, maxBuffer: 16_000_000 };
    const { stdout, stderr } = await run(process.execPath, [...parameters], options);
    return `${stdout}${stderr}`;
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    const said = `${stdout}${stderr}`.trim().slice(-2000);
    throw new AppError('SCAFFOLD_FAILED', { reason: `${parameters[0]} said\n${said}` }, { cause });
  }
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function readFolder(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder);
  return new Map(
    await Promise.all(
      names.map(async (name) => [join(folder, name), await readFile(join(folder, name), 'utf8')] as const),
    ),
  );
}

async function putBack(
  root: string,
  { name }: Model,
  {
    files,
    wiring,
    former,
  }: {
    files: readonly { path: string }[];
    wiring: readonly { path: string; before: string }[];
    former: ReadonlyMap<string, string>;
  },
): Promise<void> {
  for (const { path } of files) await rm(join(root, path), { force: true });
  await rm(join(root, 'subgraphs', name), { recursive: true, force: true });
  for (const { path, before } of wiring) await writeFile(join(root, path), before);
  for (const path of (await readFolder(join(root, contracts))).keys()) if (!former.has(path)) await rm(path);
  for (const [path, text] of former) await writeFile(path, text);
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';

let root: string;

/** A repository in small: the real bootstrap, compiler and Node, and one source. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-bootstrap-'));
  for (const folder of ['cli', 'node_modules/.bin']) await mkdir(join(root, folder), { recursive: true });
  await cp(join(repositoryRoot, 'cli/bootstrap.mjs'), join(root, 'cli/bootstrap.mjs'));
  for (const name of ['typescript', '@typescript', '.bin/node']) {
    await symlink(join(repositoryRoot, 'node_modules', name), join(root, 'node_modules', name));
  }
  await writeFile(join(root, 'package-lock.json'), '{"packages":{}}');
  await writeFile(join(root, 'node_modules/.package-lock.json'), '{"packages":{}}');
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  const compilerOptions = { outDir: 'dist', rootDir: '.', module: 'nodenext', target: 'es2024', types: [] };
  await writeFile(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['cli'] }));
  await write(
    'main',
    'export {}; declare const process: any; console.log(...process.argv.slice(2)); process.exit(process.argv.length);',
  );
});
afterAll(() => rm(root, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(root, `cli/${name}.ts`), text);
const built = (name: string) => join(root, `dist/cli/${name}.js`);

async function bootstrap(
  ...parameters: string[]
): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [join(root, 'cli/bootstrap.mjs'), ...parameters]);
  let output = '';
  let errors = '';
  child.stdout.on('data', (part: Buffer) => {
    output += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    errors += part.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output, errors };
}

it('builds once though several start together, and becomes the command', async () => {
  const runs = await Promise.all(Array.from({ length: 4 }, () => bootstrap('one', 'two')));
  for (const run of runs) expect(run).toMatchObject({ code: 4, output: 'one two\n' });
  expect(runs.filter((run) => run.errors.includes('Building'))).toHaveLength(1);
  expect((await bootstrap()).errors).toBe('');
});

it('builds again when a source changes, and removes what has no source any more', async () => {
  await write('other', 'export const other = 1;');
  expect((await bootstrap('build')).code).toBe(0);
  expect(existsSync(built('other'))).toBe(true);
  await write('other', 'export const other = 2;');
  const soon = new Date(Date.now() + 2000);
  await utimes(join(root, 'cli/other.ts'), soon, soon);
  await bootstrap('build');
  expect(await readFile(built('other'), 'utf8')).toContain('2');
  await rm(join(root, 'cli/other.ts'));
  await bootstrap('build');
  expect(existsSync(built('other'))).toBe(false);
});

it('fails a build with type errors, and says where', async () => {
  await write('wrong', 'export const wrong: number = "text";');
  expect(await bootstrap('build')).toMatchObject({
    code: 1,
    output: '',
    errors: expect.stringContaining('cli/wrong.ts'),
  });
  await rm(join(root, 'cli/wrong.ts'));
});

it('does not wait for a process that was killed while it held the lock', async () => {
  await writeFile(join(root, '.data/bootstrap.lock'), '999999999');
  await write('later', 'export const later = 1;');
  expect((await bootstrap('build')).code).toBe(0);
  expect(existsSync(join(root, '.data/bootstrap.lock'))).toBe(false);
});

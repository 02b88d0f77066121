import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repositoryRoot } from '#platform/config';

const run = promisify(execFile);
const packages = 'node_modules/.package-lock.json';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-resolutions-'));
  await put('package.json', '{ "type": "module" }');
  await put('dist/.tsbuildinfo', '{}');
  await put(packages, '{}');
  await put('node_modules/shelf/package.json', '{ "type": "module", "exports": "./one.js" }');
  await put('node_modules/shelf/one.js', 'export const at = "one";');
  await put('node_modules/shelf/two.js', 'export const at = "two";');
  await put('dist/said.js', 'import { at } from "shelf"; process.stdout.write(at);');
  await put(
    'dist/main.js',
    'const { keepResolutions } = await import("./cli/kept-resolutions.js"); const done = keepResolutions("main"); await import("./said.js"); done();',
  );
  await mkdir(join(root, 'dist/cli'));
  await copyFile(
    join(repositoryRoot, 'dist/cli/kept-resolutions.js'),
    join(root, 'dist/cli/kept-resolutions.js'),
  );
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}
const said = async () => (await run(process.execPath, [join(root, 'dist/main.js')])).stdout;
const kept = () => readFile(join(root, 'node_modules/.cache/resolutions/main.json'), 'utf8');

test('where an import leads is kept, and found anew when other packages are installed', async () => {
  expect(await said()).toBe('one');
  expect(await kept()).toContain('shelf/one.js');

  await put('node_modules/shelf/package.json', '{ "type": "module", "exports": "./two.js" }');
  expect(await said()).toBe('one');
  await utimes(join(root, packages), new Date(), new Date(Date.now() + 5000));
  expect(await said()).toBe('two');
});

test('what was kept badly is no harm', async () => {
  await put('node_modules/.cache/resolutions/main.json', '{ "stamp": ');
  expect(await said()).toBe('one');
  expect(JSON.parse(await kept())).toHaveProperty('found');
});

test('nothing is kept where the build cannot be told', async () => {
  await rm(join(root, 'dist/.tsbuildinfo'));
  expect(await said()).toBe('one');
  await expect(kept()).rejects.toThrow();
});

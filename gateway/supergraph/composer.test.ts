import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createComposer } from './composer.js';

const books = (field: string) => ({ name: 'books', sdl: `type Query { ${field}: String }` });
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-composer-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What stands in the one file, to be changed so that a test sees whether it was used. */
async function onlyFile(): Promise<string> {
  const [name = ''] = await readdir(folder);
  return join(folder, name);
}

test('the next start takes the supergraph of these subgraphs from the folder', async () => {
  const { api } = await createComposer(folder).supergraph([books('title')]);
  expect(api).toContain('title');
  const file = await onlyFile();
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll('title', 'heading'));
  expect((await createComposer(folder).supergraph([books('title')])).api).toContain('heading');
  expect((await createComposer(folder).supergraph([books('author')])).api).toContain('author');
  expect(await readdir(folder)).toHaveLength(2);
});

test('what is broken there is composed again, and replaced', async () => {
  await createComposer(folder).supergraph([books('title')]);
  const file = await onlyFile();
  for (const broken of ['', '{"supergraph":1}', 'null']) {
    await writeFile(file, broken);
    expect((await createComposer(folder).supergraph([books('title')])).api).toContain('title');
    expect(await readFile(file, 'utf8')).toContain('title');
  }
});

test('a folder that cannot be written costs only the time', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  expect((await createComposer(join(file, 'below')).supergraph([books('title')])).api).toContain('title');
});

test('problems are not kept, and of many supergraphs the last five are', async () => {
  const composer = createComposer(folder);
  await expect(composer.supergraph([{ name: 'books', sdl: 'type Query { all: [String] }' }])).rejects.toThrow(
    '@listSize',
  );
  expect(await readdir(folder)).toEqual([]);
  for (const field of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await composer.supergraph([books(field)]);
  expect(await readdir(folder)).toHaveLength(5);
});

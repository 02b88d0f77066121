import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverPlugin, discoverPlugins } from './discover.js';
import { materialise } from './materialise.js';
import { contentHash, packFiles, readPluginFiles, unpackFiles } from './plugin-files.js';
import { deniedPermissions, missingForDisable, missingForEnable } from './requirements.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tributary-versions-'));
  await write('package.json', { tributary: { plugins: ['shipped'] } });
  await write('plugins/shipped/plugin.json', manifest('shipped'));
  await write('plugins/own/plugin.json', manifest('own'));
  await write(
    'plugins/own/index.ts',
    "import { word } from './word.js';\nexport const said: string = word;\n",
  );
  await write('plugins/own/word.ts', 'export const word = "hello" as const;\n');
  await write('plugins/own/own.test.ts', 'not part of it');
  await write('plugins/sdk/plugin.json', manifest('sdk'));
  await write('further/other/plugin.json', manifest('other'));
  await write('further/bad/plugin.json', { id: 'bad' });
  await write('further/own/plugin.json', manifest('own'));
  await write('node_modules/@acme/packed/package.json', { keywords: ['tributary-plugin'] });
  await write('node_modules/@acme/packed/plugin.json', manifest('packed'));
  await write('node_modules/plain/package.json', { keywords: ['tributary'] });
  await write('node_modules/plain/plugin.json', manifest('plain'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function write(path: string, content: string | object): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

function manifest(id: string) {
  return {
    id,
    version: '1.2.3',
    sdk: '^0.1.0',
    title: id,
    description: 'A plugin of a test.',
    permissions: [],
    contributes: {},
  };
}

it('finds plugins in folders and packages, and says what is wrong with what is none', async () => {
  const { found, bad } = await discoverPlugins({ root, folder: join(root, 'further') });
  expect(found.map(({ plugin, source }) => `${plugin} ${source}`).sort()).toEqual([
    'other FOLDER',
    'own FOLDER',
    'packed PACKAGE',
    'shipped SHIPPED',
  ]);
  expect(bad.map(({ plugin }) => plugin).sort()).toEqual(['bad', 'own']);
  expect(bad.map(({ error }) => error.code)).toEqual(['PLUGIN_INVALID', 'PLUGIN_INVALID']);
});

it('finds one by its name, in packages only when no folder has it', async () => {
  const places = { root, folder: null };
  expect((await discoverPlugin(places, 'own')).found.map(({ plugin }) => plugin)).toEqual(['own']);
  expect((await discoverPlugin(places, 'packed')).found.map(({ plugin }) => plugin)).toContain('packed');
});

it('names a content by its hash, whatever tests lie beside it', async () => {
  const before = contentHash(await readPluginFiles(join(root, 'plugins/own'), 'own'));
  await write('plugins/own/own.test.ts', 'changed');
  expect(contentHash(await readPluginFiles(join(root, 'plugins/own'), 'own'))).toBe(before);
  await write('plugins/own/word.ts', 'export const word = "bye" as const;\n');
  expect(contentHash(await readPluginFiles(join(root, 'plugins/own'), 'own'))).not.toBe(before);
});

it('keeps the files in one piece', async () => {
  const files = await readPluginFiles(join(root, 'plugins/own'), 'own');
  expect(contentHash(await unpackFiles(await packFiles(files)))).toBe(contentHash(files));
});

it('makes a folder with code that runs, once, and only from the files of the hash', async () => {
  const files = await readPluginFiles(join(root, 'plugins/own'), 'own');
  const version = { plugin: 'own', hash: contentHash(files) };
  const folder = await materialise(join(root, 'made'), version, async () => files);
  expect(await readFile(join(folder, 'index.js'), 'utf8')).toMatch(/export const said\s+= word;/);
  const never = () => Promise.reject(new RangeError('read again'));
  expect(await materialise(join(root, 'made'), version, never)).toBe(folder);
  const wrong = materialise(join(root, 'made'), { plugin: 'own', hash: '0'.repeat(64) }, async () => files);
  await expect(wrong).rejects.toMatchObject({ code: 'PLUGIN_INVALID' });
});

it('names the file whose TypeScript needs more than its types erased', async () => {
  const files = new Map([['index.ts', Buffer.from('enum Colour { RED }')]]);
  const made = materialise(
    join(root, 'made'),
    { plugin: 'own', hash: contentHash(files) },
    async () => files,
  );
  await expect(made).rejects.toMatchObject({ details: { field: 'index.ts' } });
});

describe('what plugins need of each other', () => {
  const moods = { id: 'moods', version: '1.4.0', dependencies: {} };
  const tones = { id: 'tones', version: '1.0.0', dependencies: { moods: '^1.2.0' } };

  it('is there in a version that fits', () => {
    expect(missingForEnable(tones, [moods])).toEqual([]);
    expect(missingForEnable(tones, [{ ...moods, version: '2.0.0' }])[0]?.message).toContain(
      'enabled in version 2.0.0',
    );
    expect(missingForEnable(tones, [])[0]?.message).toContain('is not enabled');
  });

  it('stays when it is upgraded or disabled', () => {
    expect(missingForEnable({ ...moods, version: '1.5.0' }, [moods, tones])).toEqual([]);
    expect(missingForEnable({ ...moods, version: '2.0.0' }, [moods, tones])).toMatchObject([
      { plugin: 'tones' },
    ]);
    expect(missingForDisable('moods', [moods, tones])).toMatchObject([{ plugin: 'tones' }]);
    expect(missingForDisable('tones', [moods, tones])).toEqual([]);
  });
});

it('denies services that the operator does not allow to plugins that are not shipped', () => {
  const asking = { id: 'moods', permissions: ['documents', 'http', 'notify.send'] };
  expect(deniedPermissions(asking, 'FOLDER', ['*'])).toEqual([]);
  expect(deniedPermissions(asking, 'SHIPPED', [])).toEqual([]);
  expect(deniedPermissions(asking, 'FOLDER', ['documents'])).toMatchObject([
    { coordinate: 'permissions.http' },
  ]);
});

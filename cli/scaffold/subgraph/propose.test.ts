import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#platform/config';
import { type ChaosProvider, say, startChaosProvider } from '../../../testkit/providers/index.js';
import { proposeSchema } from './propose.js';
import { modelOf } from './read-source.js';

const schema = {
  title: 'Parcel',
  description: 'A parcel on its way.',
  type: 'object',
  properties: {
    code: { type: 'string', maxLength: 20, description: 'What it is found by.' },
    state: { enum: ['sent', 'arrived'], description: 'How far it is.' },
  },
  required: ['code'],
};

let server: ChaosProvider;
let folder: string;
let config: ReturnType<typeof loadConfig>;
beforeAll(async () => {
  server = await startChaosProvider();
  folder = await mkdtemp(join(tmpdir(), 'tributary-propose-'));
  const path = join(folder, 'models.json');
  const chat = { provider: 'openai', baseUrl: server.url, model: 'test-model' };
  await writeFile(path, JSON.stringify({ aliases: { chat } }));
  config = loadConfig({ MODELS: `file:${path}`, MODELS_API_KEY: 'key' });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const propose = (file: string, settings = config) =>
  proposeSchema(settings, {
    name: 'parcels',
    description: 'Parcels with a code and how far they are',
    alias: null,
    path: join(folder, file),
  });
const written = (file: string) => readFile(join(folder, file), 'utf8');

it('writes what the model proposes, for a person to review', async () => {
  server.next(say(JSON.stringify(schema)));
  await propose('parcels.json');
  expect(JSON.parse(await written('parcels.json'))).toEqual(schema);
  expect(modelOf(await written('parcels.json'), 'json', { name: 'parcels' }).entity).toBe('Parcel');
  const asked = server.requests[0]?.messages.map(({ content }) => content).join('\n');
  expect(asked).toContain('Parcels with a code and how far they are');
});

it('tells the model what cannot be used, once, and keeps nothing that cannot', async () => {
  const unusable = { ...schema, properties: { code: { type: 'string', pattern: '^[A-Z]+$' } } };
  server.next(say(JSON.stringify(unusable)), say(JSON.stringify(schema)));
  await propose('mended.json');
  expect(JSON.parse(await written('mended.json'))).toEqual(schema);
  expect(server.requests[1]?.messages.at(-1)?.content).toContain('#/properties/code/examples');

  server.next(say(JSON.stringify(unusable)));
  await expect(propose('unusable.json')).rejects.toMatchObject({ code: 'OUTPUT_SCHEMA' });
  await expect(written('unusable.json')).rejects.toMatchObject({ code: 'ENOENT' });
});

it('overwrites nothing, and says how a model is configured', async () => {
  await writeFile(join(folder, 'mine.json'), '{}');
  await expect(propose('mine.json')).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await written('mine.json')).toBe('{}');
  const none = propose('none.json', loadConfig({ MODELS: 'none' }));
  await expect(none).rejects.toMatchObject({
    code: 'MODELS_NOT_CONFIGURED',
    hint: expect.stringContaining('MODELS=file:'),
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppError } from 'tributary/sdk';
import { loadConfig } from '#platform/config';
import { parseModels } from './parse-models.js';
import { readModels } from './read-models.js';

const openai = { provider: 'openai', baseUrl: 'http://127.0.0.1:8080/v1', model: 'm' };

it('reads targets with their defaults, and aliases in long and in short', () => {
  const { targets, aliases, problems } = parseModels({
    targets: { main: openai, spare: { provider: 'anthropic', model: 'c' } },
    aliases: {
      chat: { targets: ['main', 'spare'] },
      fast: 'spare',
      judge: ['main', { target: 'spare', weight: 2 }],
      embed: { provider: 'openai', model: 'vectors', dimensions: 512 },
    },
  });
  expect(problems).toEqual([]);
  expect(targets.get('main')).toMatchObject({
    timeouts: { connectMs: 2000, firstTokenMs: 10_000, chunkMs: 15_000, totalMs: 60_000 },
  });
  expect(aliases.get('chat')).toMatchObject({
    targets: [{ target: 'main' }, { target: 'spare' }],
    onBreak: 'fail',
    downgrade: [],
  });
  expect(aliases.get('fast')?.targets).toEqual([{ target: 'spare' }]);
  expect(aliases.get('judge')?.targets[1]).toEqual({ target: 'spare', weight: 2 });
  expect(aliases.get('embed')?.targets).toEqual([{ target: 'embed' }]);
  expect(targets.get('embed')).toMatchObject({ model: 'vectors', dimensions: 512 });
});

it('keeps the timeouts that are named, and the defaults of the others', () => {
  const { targets } = parseModels({ aliases: { chat: { ...openai, timeouts: { totalMs: 5000 } } } });
  expect(targets.get('chat')?.timeouts).toMatchObject({ totalMs: 5000, connectMs: 2000 });
});

const broken: [string, object, RegExp][] = [
  ['a misspelt setting', { aliases: { chat: { ...openai, modle: 'x' } } }, /^aliases\.chat: .*"modle"/],
  [
    'a setting of a target',
    { targets: { main: { ...openai, timeouts: { totalMs: 'long' } } }, aliases: { chat: 'main' } },
    /^targets\.main\.timeouts\.totalMs: .*expected number/,
  ],
  [
    'a provider that is none',
    { aliases: { chat: { provider: 'opnai', model: 'm' } } },
    /^aliases\.chat\.provider: .*"openai"/,
  ],
  [
    'a target that is not there',
    { targets: { main: openai }, aliases: { chat: { targets: ['mian'] } } },
    /^aliases\.chat\.targets\.0: there is no target mian; name one of main, or add it/,
  ],
  [
    'one in a fallback',
    { targets: { main: openai }, aliases: { chat: { targets: ['main'], fallback: { outage: ['x'] } } } },
    /^aliases\.chat\.fallback\.outage\.0: there is no target x/,
  ],
  [
    'one in a route',
    {
      targets: { main: openai },
      aliases: { chat: { targets: ['main'], routes: [{ when: { tenants: ['t'] }, targets: ['y'] }] } },
    },
    /^aliases\.chat\.routes\.0\.targets\.0: there is no target y/,
  ],
  [
    'a route without a condition',
    {
      targets: { main: openai },
      aliases: { chat: { targets: ['main'], routes: [{ when: {}, targets: ['main'] }] } },
    },
    /^aliases\.chat\.routes\.0\.when: name tenants/,
  ],
  ['an alias without a target', { aliases: { chat: { targets: [] } } }, /^aliases\.chat\.targets: /],
  ['no alias that anybody asks', { aliases: { other: openai } }, /^aliases: it has neither chat nor embed/],
  [
    'two targets of one name',
    { targets: { chat: openai }, aliases: { chat: openai } },
    /^aliases\.chat: there is a target of this name too/,
  ],
  [
    'an address that is none',
    { aliases: { chat: { ...openai, baseUrl: 'here' } } },
    /^aliases\.chat\.baseUrl/,
  ],
  [
    'a weight of nothing',
    { targets: { a: openai }, aliases: { chat: [{ target: 'a', weight: 0 }] } },
    /targets\.0\.weight/,
  ],
  [
    'an alias of another alias',
    { targets: { main: openai }, aliases: { chat: ['fast'], fast: ['main'] } },
    /^aliases\.chat\.targets\.0: there is no target fast/,
  ],
  [
    'an alias of itself',
    { targets: { main: openai }, aliases: { chat: 'chat' } },
    /^aliases\.chat\.targets\.0: there is no target chat/,
  ],
  [
    'a model without vectors',
    { aliases: { embed: { provider: 'anthropic', model: 'c' } } },
    /^aliases\.embed\.targets\.0: embed is of anthropic, which makes no vectors/,
  ],
  [
    'a model of vectors only',
    { aliases: { chat: { provider: 'huggingface', model: 'mini' } } },
    /^aliases\.chat\.targets\.0: chat is of huggingface, which makes vectors only/,
  ],
  ['no object at all', [], /^the file: /],
];
test.each(broken)('names %s by its path', (_what, content, problem) => {
  const { problems } = parseModels(content);
  expect(problems).toEqual([expect.stringMatching(problem)]);
});

it('reads the examples of the documentation', async () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  for (const page of ['models.md', 'running.md']) {
    const text = await readFile(join(root, 'docs', page), 'utf8');
    const examples = [...text.matchAll(/```json\n(\{\n {2}"(?:targets|aliases)"[^`]*)```/g)];
    expect(examples.length).toBeGreaterThan(0);
    for (const [, example = ''] of examples) expect(parseModels(JSON.parse(example)).problems).toEqual([]);
  }
});

describe('the file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-models-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const read = async (text: string, cassettes: 'replay' | 'record' | 'off' = 'record', standIns = true) => {
    const path = join(folder, 'models.json');
    await writeFile(path, text);
    return readModels({ driver: { kind: 'file', path }, apiKey: 'common', cassettes, standIns });
  };

  it('finds keys and folders beside itself, and takes the common key for the others', async () => {
    await writeFile(join(folder, 'own.key'), ' secret\n');
    const own = { ...openai, apiKeyFile: 'own.key', cassette: 'tapes' };
    const text = JSON.stringify({ targets: { own, other: openai }, aliases: { chat: ['own', 'other'] } });
    const models = await read(text);
    expect(models?.targets.get('own')).toMatchObject({
      apiKey: 'secret',
      tape: { folder: join(folder, 'tapes'), isReplayed: false },
    });
    // What is played back needs no key.
    await rm(join(folder, 'own.key'));
    const replayed = await read(text, 'replay');
    expect(replayed?.targets.get('own')).toMatchObject({ tape: { isReplayed: true } });
    expect(models?.targets.get('other')).toMatchObject({ apiKey: 'common' });
  });

  it('says what is wrong with it', async () => {
    const refused = (text: string, words: string) =>
      expect(read(text)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(words),
      });
    await refused('{', 'not JSON');
    const lost = { ...openai, apiKeyFile: 'lost.key' };
    await refused(
      JSON.stringify({ aliases: { chat: lost } }),
      'targets.chat.apiKeyFile: the file of the key cannot be read',
    );
    const missing = readModels({
      driver: { kind: 'file', path: join(folder, 'none.json') },
      apiKey: null,
      cassettes: 'replay',
      standIns: true,
    });
    await expect(missing).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('lets nothing that was made for tests answer people, and writes down nothing of what they ask', async () => {
    expect(
      [loadConfig({}), loadConfig({ PROFILE: 'production' }), loadConfig({ PROFILE: 'locked' })].map(
        ({ models }) => models.standIns,
      ),
    ).toEqual([true, false, false]);
    for (const provider of ['scripted', 'obedient', 'benign', 'judge']) {
      const text = JSON.stringify({
        targets: { real: openai, made: { provider, model: 'm' } },
        aliases: { chat: 'real', fast: 'made' },
      });
      await expect(read(text, 'off', false)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(`targets.made.provider: ${provider} is for tests`),
      });
    }
    const taped = JSON.stringify({ aliases: { chat: { ...openai, cassette: 'tapes' } } });
    for (const mode of ['replay', 'record'] as const)
      await expect(read(taped, mode, false)).rejects.toMatchObject({
        message: expect.stringContaining('CASSETTES=off'),
      });
    expect((await read(taped, 'off', false))?.targets.get('chat')?.tape).toBeUndefined();
  });

  it('sends no header that would be another one, and says so without the key', async () => {
    await writeFile(join(folder, 'two.key'), 'the-secret\r\nx-other: 1');
    const key = { aliases: { chat: { ...openai, apiKeyFile: 'two.key' } } };
    const refusal = await read(JSON.stringify(key)).catch((error: AppError) => error);
    expect(refusal).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('apiKeyFile') });
    expect(JSON.stringify((refusal as AppError).toShape())).not.toContain('the-secret');
    for (const headers of [
      { 'x-a': 'b\r\nhost: c' },
      { 'x-a\r\nb': 'c' },
      { Host: 'c' },
      { 'Content-Length': '1' },
    ])
      expect(parseModels({ aliases: { chat: { ...openai, headers } } }).problems).toEqual([
        expect.stringMatching(/^aliases\.chat\.headers\./),
      ]);
  });

  it('is none without the setting', async () => {
    expect(
      await readModels({ driver: { kind: 'none' }, apiKey: null, cassettes: 'replay', standIns: true }),
    ).toBeNull();
  });
});

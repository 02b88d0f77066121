import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { repositoryRoot } from '#platform/config';
import { compose } from '../gateway/index.js';
import { AnswerCheck } from '../platform/plugin-host/remote/answer-check.js';
import { readSdl } from '../platform/plugin-host/remote/own-sdl.js';

/* What docs/remote-plugins.md shows is the example, which other tests run. */

const example = 'examples/python-sentiment';
const read = (path: string) => readFile(join(repositoryRoot, path), 'utf8');
const page = await read('docs/remote-plugins.md');

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  );
}

it('shows the manifest of the example', async () => {
  expect(blocks(page, 'json')).toEqual([await read(`${example}/plugin.json`)]);
});

it('shows code and SDL of the example', async () => {
  const sources: string[] = [];
  for await (const path of glob(`${example}/*.{py,graphql}`, { cwd: repositoryRoot }))
    sources.push(await read(path));
  const shown = [...blocks(page, 'python'), ...blocks(page, 'sdl')];
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.filter((block) => !sources.some((source) => source.includes(block)))).toEqual([]);
});

it('shows operations of the graph that has the plugin', async () => {
  const core = await Promise.all(
    ['documents', 'capabilities', 'recommendations', 'reviews', 'accounts', 'analytics', 'audit'].map(
      async (name) => ({
        name,
        sdl: await read(`schema/${name}.graphql`),
      }),
    ),
  );
  const plugin = 'python-sentiment';
  const { sdl } = new AnswerCheck(plugin, readSdl(plugin, await read(`${example}/schema.graphql`)));
  const composition = compose([...core, { name: plugin, sdl }]);
  if (!('composed' in composition)) throw new RangeError(composition.problems.join('\n'));
  const schema = buildSchema(composition.composed.api, { assumeValidSDL: true });
  const operations = blocks(page, 'gql');
  expect(operations.length).toBeGreaterThan(1);
  for (const operation of operations) expect(validate(schema, parse(operation))).toEqual([]);
});

it('starts the example by the commands of its README', async () => {
  const [, commands = ''] = blocks(await read(`${example}/README.md`), 'sh');
  const [shown = ''] = blocks(page, 'sh');
  expect(commands.split('\n').filter((line) => !shown.includes(line))).toEqual([]);
  const server = await read(`${example}/server.py`);
  for (const option of ['--gateway', '--port']) expect(server).toContain(`"${option}"`);
});

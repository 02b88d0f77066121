import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildSchema, parse, validate, visit } from 'graphql';
import { repositoryRoot } from '#platform/config';
import { createPluginHost } from '#platform/plugin-host';
import { contractPlatform } from '../cli/generate/contract-platform.js';
import { compose } from '../gateway/index.js';

async function files(pattern: string): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob(pattern, { cwd: repositoryRoot })) found.push(path);
  return found.sort();
}

const pages = ['README.md', ...(await files('{docs,plugins,platform,subgraphs,examples}/**/*.md'))];
const read = (path: string) => readFile(join(repositoryRoot, path), 'utf8');

/** The blocks of a page in one language, each with its whole text. */
async function blocks(page: string, language: string): Promise<string[]> {
  const found = (await read(page)).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...found].map(([, text = '']) => text);
}

/** The public graph has the shipped plugins alone; the contract of each other one runs what its README shows. */
const { tributary } = JSON.parse(await read('package.json')) as { tributary: { plugins: string[] } };
const isOfGraph = (page: string) => {
  const [, plugin] = /^(?:examples\/)?plugins\/([^/]+)\//.exec(page) ?? [];
  return plugin === undefined || tributary.plugins.includes(plugin);
};

const withOperations = (
  await Promise.all(
    pages.filter(isOfGraph).map(async (page) => ({ page, operations: await blocks(page, 'graphql') })),
  )
).filter(({ operations }) => operations.length > 0);

/** As an operation is registered: `@tool` is for whoever registers it. */
const withoutTool = (operation: string) =>
  visit(parse(operation), { Directive: ({ name }) => (name.value === 'tool' ? null : undefined) });

it.each(withOperations)('the operations of $page fit the public graph', async ({ operations }) => {
  const schema = buildSchema(await read('schema/api.graphql'));
  for (const operation of operations) expect(validate(schema, withoutTool(operation))).toEqual([]);
});

it('every shipped plugin with a part in the graph shows an operation to paste', async () => {
  const schemas = (await files('plugins/*/schema.graphql')).filter(isOfGraph);
  const shown = withOperations.map(({ page }) => dirname(page));
  expect(schemas.map(dirname).filter((plugin) => !shown.includes(plugin))).toEqual([]);
});

it('no link leads nowhere', async () => {
  const dead = pages.map(async (page) => {
    const links = [...(await read(page)).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    return links.filter((link) => !existsSync(join(repositoryRoot, dirname(page), link)));
  });
  expect((await Promise.all(dead)).flat()).toEqual([]);
});

describe('the plugin of the README', () => {
  const folder = 'examples/plugins/reading-time';

  it('is the one in examples', async () => {
    expect(await blocks('README.md', 'json')).toEqual([await read(`${folder}/plugin.json`)]);
    expect(await blocks('README.md', 'ts')).toEqual([await read(`${folder}/index.ts`)]);
  });

  it('loads, and composes with the core', async () => {
    const host = await createPluginHost({
      source: join(repositoryRoot, 'examples/plugins'),
      code: join(repositoryRoot, 'dist/examples/plugins'),
    });
    const [built] = host.subgraphs(contractPlatform());
    const documents = { name: 'documents', sdl: await read('schema/documents.graphql') };
    expect(compose([documents, { name: 'reading-time', sdl: built?.sdl ?? '' }])).toMatchObject({
      composed: { api: expect.stringContaining('readingTime: ReadingTime') },
    });
  });
});

it('the page of examples/queries shows a document of every shipped plugin, as its file has it', async () => {
  const documents = tributary.plugins.map((plugin) => read(`examples/queries/${plugin}.graphql`));
  expect(await blocks('examples/queries/README.md', 'graphql')).toEqual(await Promise.all(documents));
});

const operationPages = await Promise.all(
  [...(await files('plugins/*/README.md')), ...(await files('plugins/*/operations/*.graphql'))].map(read),
);
const operations = operationPages.join('\n');

describe('the page of capabilities', () => {
  /** The rows of a plugin's table: promise, operation, test. */
  const rowsOf = (section: string) =>
    [...section.matchAll(/^\| +(.+?) +\| +(.+?) +\| +(.+?) +\|$/gm)]
      .map(([, promise = '', shown = '', test = '']) => ({ promise, shown, test }))
      .filter(({ promise }) => promise !== 'promise' && !/^[- :]+$/.test(promise));

  it('each row has a test that is there; what is no operation of a page is a field of the graph', async () => {
    const schema = buildSchema(await read('schema/api.graphql'));
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const fields = new Set(roots.flatMap((root) => Object.keys(root?.getFields() ?? {})));
    const page = (await read('docs/capabilities.md')).split(/^## /m);
    const ofCore = page.filter(
      (section) => !tributary.plugins.some((id) => section.includes(`/plugins/${id}/README.md)`)),
    );
    const faults = ofCore.flatMap(rowsOf).flatMap(({ promise, shown, test }) => {
      const named = [...shown.matchAll(/`([a-z]\w+)`/g)].map(([, name = '']) => name);
      const options = new Set(['priority', 'deadlineMs', 'seed', 'pin']);
      const unknown = named.filter((name) => !fields.has(name) && !options.has(name));
      const tests = [...test.matchAll(/`([^` ]+\.test\.ts)`/g)].map(([, path = '']) => path);
      const gone = tests.filter((path) => !existsSync(join(repositoryRoot, path)));
      const isChecked = tests.length > 0 || test.includes('npm run check');
      return isChecked && unknown.length + gone.length === 0 ? [] : [`${promise}: ${[...unknown, ...gone]}`];
    });
    expect(faults).toEqual([]);
  });

  it.each(tributary.plugins)(
    '%s: each promise has an operation of its page or folder, and a test that is there',
    async (plugin) => {
      const page = await read('docs/capabilities.md');
      const section =
        page.split(/^## /m).find((text) => text.includes(`(../plugins/${plugin}/README.md)`)) ?? '';
      const rows = rowsOf(section);
      expect(rows).not.toEqual([]);
      const unknown = rows.flatMap(({ promise, shown, test }) => {
        const names = [...shown.matchAll(/`([A-Z]\w+)`/g)].map(([, name = '']) => name);
        const tests = [...test.matchAll(/`([^`]+)`|\(\.\.\/([^)]+)\)/g)].map(
          ([, path, link]) => path ?? link ?? '',
        );
        const missing = [
          ...names.filter(
            (name) => !new RegExp(`\\b(query|mutation|subscription) ${name}\\b`).test(operations),
          ),
          ...tests.filter((path) => !existsSync(join(repositoryRoot, path))),
        ];
        return names.length === 0 || tests.length === 0 || missing.length > 0
          ? [`${promise}: ${missing}`]
          : [];
      });
      expect(unknown).toEqual([]);
    },
  );
});

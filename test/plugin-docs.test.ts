import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, operation } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { checkManifest } from '#platform/plugin-host';
import { RepositoryCopy } from '../testkit/repository-copy.js';
import { freePort } from '../testkit/servers.js';
import { eventually } from '../testkit/system.js';

/*
 * docs/plugins.md as its reader follows it: each command is run as it stands there, in a copy of the repository; each
 * operation is answered by the system that is running there; each piece of code is compiled and loaded.
 */

const minutes = 60_000;
const page = await readFile(join(repositoryRoot, 'docs/plugins.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );
const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
const [ask = '', watch = ''] = blocks('gql');
/** Commands that run until they are ended, and what they say when they have begun. */
const lasting: Readonly<Record<string, RegExp>> = {
  'npm start': /Tributary is running/,
  'npm run tributary -- plugin dev key-points': /watching/,
};

interface Answer {
  documents: { nodes: { id: string; name: string; keyPoints: { text: string } | null }[] };
}

let copy: RepositoryCopy;
let client: Client;
let system: { output(): string; end(): Promise<void> };
beforeAll(async () => {
  const port = await freePort();
  copy = await RepositoryCopy.make({ PORT: String(port) });
  client = createClient({
    url: `http://127.0.0.1:${port}`,
    token: async () => (await copy.read('.data/development-token')).trim(),
  });
}, 5 * minutes);
afterAll(async () => {
  await client?.close();
  await copy?.close();
});

/** Runs a command of the page that ends, and has to succeed. */
async function follow(command: string) {
  const ended = await copy.run(command);
  if (ended.code !== 0) throw new RangeError(`${command} ended with ${ended.code}:\n${ended.output}`);
  return ended;
}

test(
  'the commands of the tutorial do what it says, and the new field answers',
  async () => {
    const took: Record<string, number> = {};
    const rest = [...commands];
    const next = (command: string): string => {
      expect(rest[0]).toContain(command);
      return rest.shift() ?? '';
    };
    system = await copy.begin(next('npm start'), lasting['npm start'] ?? /$/);
    await eventually(
      () => client.request(operation<{ me: unknown }>('{ __typename }')).catch(() => null),
      (answer) => answer !== null,
    );
    const before = await tracked();
    const began = performance.now();
    took.new = (await follow(next('plugin new'))).ms;
    took.enable = (await follow(next('plugin enable'))).ms;
    took.ingest = (await follow(next('ingest'))).ms;
    const answer = await eventually(
      () => client.request(operation<Answer>(ask)),
      ({ documents }) => documents.nodes.some(({ keyPoints }) => keyPoints !== null),
    );
    took.all = performance.now() - began;
    const shown = Object.entries(took).map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`);
    process.stdout.write(`from plugin new to the first answer of its field: ${shown.join(', ')}\n`);
    const answered = answer.documents.nodes.find(({ keyPoints }) => keyPoints !== null);
    expect(answered?.keyPoints?.text).not.toBe('');
    expect((await tracked()).filter((path) => !before.includes(path))).toEqual(['plugins/key-points']);

    const parts: string[] = [];
    const documentId = answered?.id;
    for await (const { __typename = '' } of client.follow(
      operation<{ makeKeyPoints: object }, { documentId?: string }>(
        watch.replace('cursor', '__typename cursor'),
      ),
      { documentId },
    ))
      parts.push(__typename);
    expect([parts[0], parts.at(-1)]).toEqual(['RunStarted', 'RunFinished']);

    const dev = await copy.begin(next('plugin dev'), /watching/);
    await appendFile(join(copy.root, 'plugins/key-points/find.ts'), '\n// saved\n');
    await eventually(
      async () => dev.output(),
      (output) => (output.match(/enabled key-points/g) ?? []).length >= 2,
    );
    process.stdout.write(
      `plugin dev swapped a saved file ${dev
        .output()
        .match(/in \d+ ms/g)
        ?.at(-1)}\n`,
    );
    await dev.end();

    await follow(next('plugin add key-points --rule'));
    await follow(next('plugin add key-points --field'));
    expect((await follow(next('plugin check'))).output).toContain('Query.keyPointsOf');
    await follow(next('plugin enable'));
    expect((await follow(next('plugin list'))).output).toMatch(/key-points +0\.1\.0 +\w+ +ENABLED +FOLDER/);
    expect((await follow(next('npm test'))).output).toMatch(/Tests: +\d+ passed/);
    expect((await follow(next('plugin pack'))).output).toContain('tributary-plugin-key-points-0.1.0.tgz');
    expect((await follow(next('plugin publish'))).output).toContain('tributary-plugin-key-points@0.1.0');
    const unforced = await copy.run('npm run tributary -- plugin disable key-points');
    expect(unforced).toMatchObject({ code: 1, output: expect.stringContaining('Document.keyPoints') });
    await follow(next('plugin disable'));
    await expect(client.request(operation<Answer>(ask))).rejects.toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    expect(rest).toEqual([]);
    await expectInstalls('.data/packages/tributary-plugin-key-points-0.1.0.tgz');
    await system.end();
  },
  10 * minutes,
);

/** An npm package of a plugin needs no network and no build, and is found where npm puts it. */
async function expectInstalls(file: string): Promise<void> {
  const elsewhere = await mkdtemp(join(tmpdir(), 'tributary-installed-'));
  try {
    await follow(`cd ${elsewhere} && npm install --offline --no-audit --no-fund ${join(copy.root, file)}`);
    const installed = 'node_modules/tributary-plugin-key-points';
    await rename(join(copy.root, 'plugins/key-points'), join(copy.root, '.data/key-points'));
    await cp(join(elsewhere, installed), join(copy.root, installed), { recursive: true });
    await follow('npm run tributary -- plugin enable key-points');
    const listed = await follow('npm run tributary -- plugin list');
    expect(listed.output).toMatch(/key-points +0\.1\.0 +\w+ +ENABLED +PACKAGE/);
    const { documents } = await client.request(operation<Answer>(ask));
    expect(documents.nodes.length).toBeGreaterThan(0);
  } finally {
    await rm(elsewhere, { recursive: true });
  }
}

/** Every folder and file that a commit would hold, two levels deep. */
async function tracked(): Promise<string[]> {
  const top = await readdir(copy.root);
  const folders = top.filter((name) => !['node_modules', 'dist', '.data'].includes(name));
  const below = folders.map(async (name) =>
    (await readdir(join(copy.root, name)).catch(() => [])).map((part) => `${name}/${part}`),
  );
  return [...folders, ...(await Promise.all(below)).flat()];
}

const ofSnippets = {
  extends: '../tsconfig.json',
  include: ['.'],
  compilerOptions: { rootDir: '..', outDir: '../dist', incremental: false, tsBuildInfoFile: null },
};

test(
  'every piece of code compiles and loads, and every manifest is one',
  async () => {
    const snippets = blocks('ts').map((text, at) => ({ text, name: `snippet-${at}` }));
    expect(snippets.length).toBeGreaterThan(5);
    // What tests a plugin needs all of the system; the rest, which may add to the SDK's types, the SDK alone.
    const isTest = ({ text }: { text: string }) => text.includes('tributary/testkit');
    const apart = join(copy.root, 'snippets');
    const beside = join(copy.root, 'examples/snippets');
    for (const folder of [apart, beside]) await mkdir(folder);
    for (const snippet of snippets)
      await writeFile(join(isTest(snippet) ? beside : apart, `${snippet.name}.ts`), snippet.text);
    await writeFile(join(apart, 'tsconfig.json'), JSON.stringify(ofSnippets));
    for (const project of ['snippets', '.']) {
      const compiled = await copy.run(`node_modules/.bin/node node_modules/typescript/bin/tsc -p ${project}`);
      expect(compiled.output.split('\n').filter((line) => line.includes('snippet'))).toEqual([]);
    }
    const loaded = snippets.filter((one) => !isTest(one)).map(({ name }) => `./dist/snippets/${name}.js`);
    expect(loaded.length).toBeGreaterThan(3);
    const program = `for (const file of ${JSON.stringify(loaded)}) await import(file);`;
    await follow(`node_modules/.bin/node --input-type=module -e '${program}'`);
    for (const text of blocks('json')) expect(checkManifest(JSON.parse(text), 'docs').id).toMatch(/\w/);
  },
  2 * minutes,
);

test('every service has its line', async () => {
  const services = await readFile(join(repositoryRoot, 'plugins/sdk/services/index.ts'), 'utf8');
  const declared = /interface Services \{([^}]*)\}/.exec(services)?.[1] ?? '';
  const names = [...declared.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
  const listed = [...page.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name = '']) => name);
  expect(listed.filter((name) => /^[a-z]/.test(name)).sort()).toEqual(names.sort());
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operation } from 'tributary/client';
import { repositoryRoot } from '#platform/config';
import { runTributary } from '../testkit/command-line.js';
import { TestSystem } from '../testkit/system.js';

const me = operation<{ tenant: { id: string } }>('query Me { tenant { id } }');
const found = operation<{ search: { totalCount: number } }>(
  'query Found { search(query: "maintenance contract") { totalCount } }',
);

const tributary = (...parameters: string[]) => runTributary(system.dataDir, ...parameters);

/** For commands that go through the public API. */
const endpoint = () => ['--url', system.url, '--token', system.token];
const lines = (output: string) => output.trim().split('\n');
const rows = (output: string) => lines(output).map((line) => JSON.parse(line) as Record<string, unknown>);

let system: TestSystem;
beforeAll(async () => {
  system = await TestSystem.start();
});
afterAll(() => system.close());

describe('called wrongly', () => {
  it.each([
    [['sing'], 'There is no command sing'],
    [['tenants'], 'Say which: create, list'],
    [['tenants', 'create'], 'NAME is missing'],
    [['tenants', 'create', 'acme'], '--admin EMAIL is missing'],
    [['keys', 'list', '--wide'], "Unknown option '--wide'"],
    [['jobs', 'dead', '--first', 'many'], '--first must be from 1 to 1000'],
  ])('%j ends with 64 and says why', async (parameters, reason) => {
    expect(await tributary(...parameters)).toMatchObject({
      code: 64,
      output: '',
      errors: expect.stringMatching(new RegExp(`^${reason.replaceAll(/[()[\]]/g, '\\$&')}\nSee: npm run`)),
    });
  });

  it('every command tells how it is used', async () => {
    const overview = await tributary('--help');
    const names = [...overview.output.matchAll(/^ {2}(\w+) +\w/gm)].map(([, name = '']) => name);
    expect(names).toEqual(expect.arrayContaining(['start', 'plugin', 'prices']));
    const told = names.map(async (name) => ({ name, ...(await tributary(name, '--help')) }));
    for (const { name, code, output } of await Promise.all(told)) {
      expect({ name, code, output }).toEqual({
        name,
        code: 0,
        output: expect.stringContaining(`\n${name} `),
      });
    }
  });
});

describe('prices', () => {
  const listed = async (...options: string[]) =>
    rows((await tributary('prices', 'list', '--json', '--tenant', 'development', ...options)).output);

  it('are taken from the file of LiteLLM; what is left out is named, what is the same is not entered anew', async () => {
    const file = join(system.dataDir, 'prices.json');
    const chat = { litellm_provider: 'openai', mode: 'chat', output_cost_per_token: 1.5e-5 };
    const models = {
      sample_spec: { ...chat, input_cost_per_token: 0 },
      'gpt-x': { ...chat, input_cost_per_token: 3e-6, cache_read_input_token_cost: 3e-7 },
      'openrouter/some/model': { ...chat, litellm_provider: 'openrouter', input_cost_per_token: 1e-6 },
      painter: { litellm_provider: 'openai', mode: 'image_generation' },
    };
    await writeFile(file, JSON.stringify(models));
    const imported = await tributary('prices', 'import', file, '--as', 'openrouter=openai');
    expect(imported).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^entered +2\nunchanged +0\nskipped +2\n/),
    });
    expect(imported.output).toContain('the description of the format: sample_spec');
    expect(imported.output).toContain('mode image_generation is not billed by tokens: painter');
    const again = await tributary('prices', 'import', file, '--as', 'openrouter=openai', '--json');
    expect(rows(again.output)).toMatchObject([{ entered: 0, unchanged: 2 }]);
    const common = { provider: 'openai', output: '15', tiers: [], tenants: 'all' };
    expect(await listed()).toMatchObject([
      { ...common, model: 'gpt-x', input: '3', cacheRead: '0.3', cacheWrite: null },
      { ...common, model: 'some/model', input: '1' },
    ]);
  });

  it('are set for all tenants and for one, with tiers and from a date on', async () => {
    const set = (...options: string[]) => tributary('prices', 'set', 'anthropic', 'sonnet-x', ...options);
    const rates = ['--input', '3', '--output', '15'];
    expect(await set(...rates, '--tier', '200000:6:22.5', '--from', '2025-01-01')).toMatchObject({
      code: 0,
      output: 'anthropic sonnet-x from 2025-01-01T00:00:00.000Z\n',
    });
    await set('--input', '2.5', '--output', '10', '--tenant', 'development');
    const all = await listed('--provider', 'anthropic', '--all');
    expect(all).toMatchObject([
      { input: '2.5', output: '10', tiers: [], tenants: 'this' },
      {
        input: '3',
        output: '15',
        tiers: ['200000:6:22.5'],
        tenants: 'all',
        from: '2025-01-01T00:00:00.000Z',
      },
    ]);
    expect(await listed('--provider', 'anthropic')).toMatchObject([{ input: '2.5' }]);
  });

  it.each([
    [['import', 'nowhere.json'], 'nowhere.json cannot be read'],
    [['set', 'openai', 'm', '--input', '1'], '--input and --output are needed'],
    [['set', 'openai', 'm', '--input', 'much', '--output', '1'], 'rates.input'],
    [['set', 'openai', 'm', '--input', '1', '--output', '1', '--from', 'soon'], '--from must be a date'],
    [['import', 'x.json', '--as', 'openrouter'], '--as must be as in'],
  ])('%j ends with 64 and says why', async (parameters, reason) => {
    expect(await tributary('prices', ...parameters)).toMatchObject({
      code: 64,
      errors: expect.stringContaining(reason),
    });
  });
});

describe('beside a running system', () => {
  it('registers operations of files, lists them, removes one', async () => {
    const file = join(system.dataDir, 'who.graphql');
    const bad = join(system.dataDir, 'bad.graphql');
    await writeFile(file, 'query WhoCalls @tool(description: "Who") { me { actor } }');
    await writeFile(bad, 'query Bad { nothing }');
    const registered = await tributary('operations', 'register', file, ...endpoint());
    const [, hash = ''] = /^WhoCalls {2}([0-9a-f]{64})\n$/.exec(registered.output) ?? [];
    expect(registered).toMatchObject({ code: 0, output: expect.stringContaining(hash) });
    const listed = await tributary('operations', 'list', '--tools', '--name', 'who', '--json', ...endpoint());
    expect(rows(listed.output)).toEqual([
      { name: 'WhoCalls', hash, source: 'MUTATION', tool: 'query', uses: 0, lastUsedOn: null },
    ]);
    expect(await tributary('operations', 'register', bad, ...endpoint())).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^BAD_USER_INPUT: .*GRAPHQL_VALIDATION_FAILED.*"nothing"/),
    });
    expect((await tributary('operations', 'remove', hash, ...endpoint())).output).toBe('removed WhoCalls\n');
    expect(await tributary('operations', 'remove', hash, ...endpoint())).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^NOT_FOUND: /),
    });
  });

  it('makes a tenant whose first key works', async () => {
    const { code, output } = await tributary('tenants', 'create', 'acme', '--admin', 'ann@example.com');
    expect(code).toBe(0);
    const [, tenant, key = ''] = /^tenant {2}(\S+)\nkey {5}(\S+)$/m.exec(output) ?? [];
    expect(await system.client({ token: key }).request(me)).toEqual({ tenant: { id: tenant } });
    expect(rows((await tributary('tenants', 'list', '--json')).output)).toMatchObject([
      { name: 'acme', id: tenant },
      { name: 'development' },
    ]);
  });

  it('makes, lists and revokes keys', async () => {
    const made = await tributary('keys', 'create', '--tenant', 'acme', '--name', 'ci', '--role', 'viewer');
    const [, id = '', key = ''] = /^id {3}(\S+)\nkey {2}(\S+)$/m.exec(made.output) ?? [];
    await system.client({ token: key }).request(me);
    expect(await tributary('keys', 'revoke', id, '--tenant', 'acme')).toMatchObject({ code: 0 });
    const listed = await tributary('keys', 'list', '--tenant', 'acme', '--json');
    expect(rows(listed.output).find((row) => row.id === id)).toMatchObject({
      name: 'ci',
      roles: ['viewer'],
      revokedAt: expect.any(String),
    });
    expect(await tributary('keys', 'list')).toMatchObject({ code: 64 });
    expect(await tributary('keys', 'list', '--tenant', 'nobody')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('NOT_FOUND: The tenant nobody was not found\n'),
    });
  });

  it('takes files in and answers from them', async () => {
    const letters = join(repositoryRoot, 'examples/documents/letters');
    const ingested = await tributary('ingest', letters, ...endpoint());
    expect(ingested).toMatchObject({ code: 0, errors: '' });
    expect(
      lines(ingested.output)
        .map((line) => line.split(/\s+/).slice(1).join(' '))
        .sort(),
    ).toEqual([
      'QUARANTINED newsletter-with-hidden-text.html DOCUMENT_QUARANTINED',
      'READY contract-maintenance.md',
      'READY letter-late-delivery.txt',
      'READY support-thread-4471.txt',
      'READY travel-policy.md',
    ]);
    const answer = await tributary('ask', 'How much is the monthly fee?', ...endpoint());
    expect(answer).toMatchObject({
      code: 0,
      output: expect.stringContaining('contract-maintenance.md, page 1'),
    });
    const stranger = await tributary('ask', 'What?', '--url', system.url, '--token', 'nonsense');
    expect(stranger).toMatchObject({ code: 1, errors: expect.stringMatching(/^UNAUTHENTICATED: /) });
  });

  it('builds the index anew, in the worker', async () => {
    const { code, output } = await tributary('index', 'rebuild', '--tenant', 'development');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/^job \S+\n$/) });
    expect(await tributary('jobs', 'dead', '--tenant', 'development')).toMatchObject({
      code: 0,
      output: 'none\n',
    });
    expect((await system.client().request(found)).search.totalCount).toBeGreaterThan(0);
  });

  it('gives no attempts to a job that is not there', async () => {
    const id = '01a20000-0000-7000-8000-000000000000';
    expect(await tributary('jobs', 'redrive', id, '--tenant', 'development')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^NOT_FOUND: /),
    });
  });
});

describe('without a running system', () => {
  beforeAll(() => system.stop());

  it('verifies and exports the chain', async () => {
    const verified = await tributary('audit', 'verify', '--tenant', 'development', '--json');
    expect({ code: verified.code, result: rows(verified.output) }).toMatchObject({
      code: 0,
      result: [{ valid: true }],
    });
    const file = join(system.dataDir, 'chain.jsonl');
    expect(await tributary('audit', 'export', '--tenant', 'development', '--out', file)).toMatchObject({
      code: 0,
    });
    const entries = rows(await readFile(file, 'utf8'));
    expect(entries.length).toBeGreaterThan(10);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
    expect(entries.slice(1).map(({ prevHash }) => prevHash)).toEqual(
      entries.slice(0, -1).map(({ hash }) => hash),
    );
  });

  it('has nothing to migrate after a start', async () => {
    expect(await tributary('migrate', '--dry-run')).toEqual({
      code: 0,
      output: 'nothing to do\n',
      errors: '',
    });
  });

  it('says that nobody answers', async () => {
    const { code, errors } = await tributary(
      'ask',
      'Anybody?',
      '--url',
      'http://127.0.0.1:9',
      '--token',
      'x',
    );
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining('npm start') });
  });
});

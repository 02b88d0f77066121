import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationPage, describeConfig, listVariables, loadConfig, repositoryRoot } from './index.js';

const entry = new URL('./index.js', import.meta.url).href;

it('has a default for everything, frozen to the last leaf', () => {
  const config = loadConfig({});
  expect(config.database.driver.kind).toBe('embedded');
  expect(config.gateway).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    introspection: true,
    registeredOnly: false,
  });
  expect(Object.isFrozen(config.identity.claims) && Object.isFrozen(config.limits)).toBe(true);
  expect(structuredClone(config)).toEqual(config);
});

it('gives each profile its defaults, and lets single limits be replaced', () => {
  expect(loadConfig({ PROFILE: 'production' }).gateway).toMatchObject({
    introspection: false,
    graphiql: false,
    suggestions: false,
  });
  expect(loadConfig({ PROFILE: 'locked' })).toMatchObject({
    limits: { cost: 2000, rate: 600 },
    gateway: { registeredOnly: true },
  });
  expect(loadConfig({ LIMITS: 'rate=5, depth=7' }).limits).toMatchObject({ rate: 5, depth: 7, cost: 10_000 });
});

it.each([
  ['PORT', 'many'],
  ['DATABASE_URL', 'mysql://x'],
  ['QUEUE_URL', 'amqp://x'],
  ['PROFILE', 'test'],
  ['JWT_SECRET', 'short'],
  ['JWT_CLAIMS', '{"tenant":1}'],
  ['LIMITS', 'speed=1'],
  ['LIMITS', 'rate'],
  ['HOST', '0.0.0.0'],
  ['JWT_SECRET_FILE', '/no/such/file'],
  ['MODELS', 'none.json'],
  ['EGRESS_ALLOW', '10.0.0.7'],
  ['EGRESS_ALLOW', 'http://10.0.0.7:80'],
])('refuses %s=%s by name', (key, value) => {
  expect(() => loadConfig({ [key]: value })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', details: expect.objectContaining({ key }) }),
  );
});

it('ends an entry point with 78 and the name of the variable', () => {
  const script = `const { loadConfigOrExit } = await import('${entry}'); loadConfigOrExit({ PORT: 'many' });`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(status).toBe(78);
  expect(stderr).toContain('PORT');
});

it('shows no secret', () => {
  const secret = 'hunter2hunter2hunter2hunter2hunter2';
  const shown = describeConfig({
    DATABASE_URL: `postgres://app:${secret}@db/x`,
    QUEUE_URL: `redis://:${secret}@queue`,
    JWT_SECRET: secret,
    INTERNAL_SECRET: secret,
    MODELS_API_KEY: secret,
  });
  expect(shown).not.toContain('hunter2');
  expect(shown).toContain('DATABASE_URL=postgres://app:***@db/x');
  expect(describeConfig({})).toContain('DATABASE_URL=embedded:');
});

it('reads a secret from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-config-'));
  writeFileSync(join(folder, 'secret'), `${'s'.repeat(32)}\n`);
  expect(loadConfig({ JWT_SECRET_FILE: join(folder, 'secret') }).identity.jwtSecret).toBe('s'.repeat(32));
  rmSync(folder, { recursive: true });
});

it('describes every variable', () => {
  expect(listVariables().filter((variable) => variable.description === '')).toEqual([]);
});

it('is described by the committed page', () => {
  expect(readFileSync(join(repositoryRoot, 'docs/configuration.md'), 'utf8')).toBe(configurationPage());
});

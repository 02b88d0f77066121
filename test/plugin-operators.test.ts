import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMoods } from '../testkit/moods-plugin.js';
import { freePort } from '../testkit/servers.js';
import { TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

/* What all tenants share is for the administrators of tenants that operate the system. */

let folder: string;
let system: TestSystem;
let operators: TestTenant;
let others: TestTenant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-plugins-'));
  await writeMoods(folder);
  const settings = { PROFILE: 'production', PLUGINS_DIR: folder, PORT: String(await freePort()) };
  system = await TestSystem.start({ settings });
  [operators, others] = (await makeTenants(system, ['operators', 'others'])) as [TestTenant, TestTenant];
});
afterAll(async () => {
  await system?.close();
  await rm(folder, { recursive: true, force: true });
});

const turn = async ({ admin }: TestTenant, change: string, input: string) =>
  (
    await admin.data(`mutation {
      change: ${change}(input: { plugin: "moods"${input} }) { __typename ... on Failure { code hint } }
    }`)
  ).change;
const shown = async ({ admin }: TestTenant) => (await admin.data('{ plugin(id: "moods") { state } }')).plugin;

it('outside of development nobody operates until OPERATOR_TENANTS says who', async () => {
  expect(await turn(operators, 'enablePlugin', '')).toMatchObject({
    __typename: 'Forbidden',
    hint: expect.stringContaining('OPERATOR_TENANTS'),
  });
  expect(await shown(operators)).toBeNull();
});

it('an administrator of another tenant changes and sees nothing but what is its own', async () => {
  await system.stop();
  await system.start({ OPERATOR_TENANTS: operators.id });
  expect(await turn(others, 'enablePlugin', '')).toMatchObject({ code: 'FORBIDDEN' });
  expect(await shown(others)).toBeNull();
  expect(await turn(operators, 'enablePlugin', '')).toMatchObject({ __typename: 'PluginEnabled' });
  expect(await turn(others, 'disablePlugin', '')).toMatchObject({ code: 'FORBIDDEN' });
  expect(await turn(others, 'disablePlugin', ', onlyTenant: true')).toMatchObject({
    __typename: 'PluginDisabled',
  });
  expect(await operators.admin.data('{ moods }')).toEqual({ moods: 'glad' });
  const { body } = await others.admin.post('{ moods }');
  expect(body.errors[0].extensions.code).toBe('PLUGIN_DISABLED');
});

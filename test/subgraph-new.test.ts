import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '#platform/config';
import { Caller } from '../testkit/caller.js';
import { type Ended, RepositoryCopy } from '../testkit/repository-copy.js';
import type { TestSystem } from '../testkit/system.js';

/*
 * `tributary subgraph new` on a copy of the repository: three schemas of ours become subgraphs, whose tests and checks
 * pass at once, and which serve through the gateway.
 */

const page = readFileSync(join(repositoryRoot, 'docs/subgraphs.md'), 'utf8');
/** The commands of the page, each with its name. */
const commands = [...page.matchAll(/^npm run tributary -- (subgraph new (\w+) --from .*)$/gm)].map(
  ([, command = '', name = '']) => ({ name, command }),
);
const operations = [...page.matchAll(/^```gql\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
const names = commands.map(({ name }) => name);
const minutes = 60_000;

const houseRules = `import { houseRules } from './cli/check/house-rules.mjs';
  process.stdout.write(houseRules(process.cwd()).output);`;

let copy: RepositoryCopy;
let system: TestSystem | undefined;
/** What the command printed for each schema. */
const printed: Record<string, string> = {};

beforeAll(async () => {
  copy = await RepositoryCopy.make();
  for (const { name, command } of commands)
    printed[name] = (await succeed(`cli/bootstrap.mjs ${command}`)).output;
}, 10 * minutes);
afterAll(async () => {
  await system?.close();
  await copy?.close();
});

const node = (line: string) => copy.run(`${process.execPath} ${line}`);
/** Runs a program of the copy that has to succeed. */
async function succeed(line: string): Promise<Ended> {
  const ended = await node(line);
  expect(ended).toMatchObject({ code: 0 });
  return ended;
}
/** What the command says when it is refused. */
async function refusal(parameters: string): Promise<string> {
  const { code, output } = await node(`cli/bootstrap.mjs subgraph new ${parameters}`);
  expect(code).not.toBe(0);
  return output;
}

it('says what it wrote and what it changed', async () => {
  for (const path of ['cli/modules.ts', 'plugins/sdk/events/index.ts', 'platform/access/permissions.ts'])
    expect(printed.orders).toContain(`changed  ${path}`);
  expect(printed.orders).toContain("+ import orders from '../subgraphs/orders/index.js';");
  expect(printed.orders).toContain('written  subgraphs/orders/order.service.ts');
});

it(
  'passes the tests that it wrote',
  async () => {
    const jest = '--experimental-vm-modules node_modules/jest/bin/jest.js --config jest.config.mjs';
    const { output } = await succeed(`${jest} ${names.map((name) => `dist/subgraphs/${name}/`).join(' ')}`);
    expect(output).toMatch(/Test Suites: 6 passed, 6 total/);
  },
  5 * minutes,
);

it(
  'passes the checks, as far as they are about it',
  async () => {
    const folders = names.map((name) => `subgraphs/${name}`).join(' ');
    const edited = 'cli/modules.ts plugins/sdk/events platform/access testkit/isolation';
    const cruiser =
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs --config .dependency-cruiser.mjs';
    const [, , , deadCode, rules] = await Promise.all([
      succeed(`node_modules/@biomejs/biome/bin/biome ci --colors=off ${folders} ${edited}`),
      succeed(`${cruiser} ${folders} plugins/sdk`),
      succeed('cli/bootstrap.mjs generate --check'),
      node('node_modules/knip/bin/knip.js --no-progress --no-config-hints'),
      succeed(`--input-type=module --eval "${houseRules}"`),
    ]);
    const ours = ({ output }: Ended) =>
      output.split('\n').filter((line) => names.some((name) => line.includes(`subgraphs/${name}/`)));
    expect(ours(deadCode)).toEqual([]);
    expect(ours(rules)).toEqual([]);
  },
  5 * minutes,
);

it('refuses names that are taken, and schemas that it cannot use, before it writes anything', async () => {
  const before = await copy.read('cli/modules.ts');
  const write = (name: string, value: object) => writeFile(join(copy.root, name), JSON.stringify(value));
  const properties = { it: { type: 'string' } };
  await write('document.json', { title: 'Document', type: 'object', properties });
  await write('remote.json', { type: 'object', properties: { it: { $ref: 'https://example.com/a.json' } } });
  const from = '--from document.json';
  expect(await refusal(`papers ${from}`)).toMatch(/NAME_TAKEN: Document .*the graph has a type of this name/);
  expect(await refusal(`orders ${from}`)).toMatch(/NAME_TAKEN: orders .*subgraphs\/orders is there/);
  expect(await refusal(`gateway ${from}`)).toMatch(/NAME_TAKEN: gateway .*the system uses the name/);
  expect(await refusal(`search ${from}`)).toMatch(/NAME_TAKEN: search .*a plugin has the name/);
  expect(await refusal(`Big-Things ${from}`)).toMatch(/NAME_TAKEN: Big-Things .*small letters/);
  expect(await refusal('papers --from remote.json')).toMatch(
    /SCHEMA_INVALID: [\s\S]*#\/properties\/it\/\$ref/,
  );
  expect(await refusal('papers --from none.json')).toMatch(/NOT_FOUND/);
  expect(await refusal('papers')).toMatch(/Give either --from FILE or --describe TEXT/);
  expect(await refusal('papers --describe "Papers of ours" --model')).toMatch(/MODELS_NOT_CONFIGURED/);
  expect(await readdir(join(copy.root, 'subgraphs'))).not.toContain('papers');
  expect(await copy.read('cli/modules.ts')).toBe(before);
});

it('puts everything back when what it wrote does not do', async () => {
  const before = await Promise.all([copy.read('cli/modules.ts'), copy.read('schema/api.graphql')]);
  const day = {
    type: 'string',
    format: 'date',
    description: 'A day of one of sixty kinds that nobody can tell apart.',
  };
  const properties = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`dayOfKind${at}`, day]));
  await writeFile(
    join(copy.root, 'days.json'),
    JSON.stringify({ title: 'Page of days', type: 'object', properties }),
  );
  expect(await refusal('papers --from days.json')).toMatch(/SCAFFOLD_FAILED[\s\S]*papers.*400 are the most/);
  expect(await readdir(join(copy.root, 'subgraphs'))).not.toContain('papers');
  expect(await readdir(join(copy.root, 'plugins/sdk/events'))).not.toContain('papers.ts');
  expect(await Promise.all([copy.read('cli/modules.ts'), copy.read('schema/api.graphql')])).toEqual(before);
});

describe('through the gateway', () => {
  let caller: Caller;
  beforeAll(async () => {
    const { href } = pathToFileURL(join(copy.root, 'dist/testkit/system.js'));
    const { TestSystem: CopiedSystem } = (await import(href)) as { TestSystem: typeof TestSystem };
    system = await CopiedSystem.start();
    caller = new Caller(system.url, system.token);
  }, 2 * minutes);

  const address = { street: '4 Mill Lane', city: 'Leeds', postalCode: 'LS1 4AB', country: 'GB' };
  const price = (amount: string, currency = 'GBP') => ({ amount, currency });
  const cases = [
    {
      type: 'Order',
      one: 'order',
      list: 'orders',
      shown: `number status customer { name email address { street city postalCode country } } shipTo { city }
        lines { sku quantity price { amount currency } } note`,
      whole: {
        number: 'O-2027-1',
        customer: { name: 'Meadow Design Studio', email: null, address },
        lines: [
          { sku: 'PA-0001', quantity: 3, price: price('12.50') },
          { sku: 'PA-0002', quantity: 1, price: price('0.10') },
        ],
      },
      made: { status: 'DRAFT', shipTo: null, note: null },
      change: { status: 'IN_DELIVERY', lines: [{ sku: 'PA-0001', quantity: 4, price: price('12.50') }] },
      wrong: { lines: [] },
      filter: { status: 'IN_DELIVERY' },
      otherFilter: { status: 'CLOSED' },
    },
    {
      type: 'Supplier',
      one: 'supplier',
      list: 'suppliers',
      shown: 'name website tags regions ratings { year score reasons } phoneNumbers preferred',
      whole: {
        name: 'Zander Printing Ltd',
        website: 'https://zander.example/',
        tags: ['print', 'paper'],
        regions: ['EUROPE', 'NORTH_AMERICA'],
        ratings: [{ year: 2026, score: 4.5, reasons: ['on time'] }],
        phoneNumbers: ['+441130000000'],
      },
      made: { preferred: false },
      change: { tags: [], preferred: true, website: null },
      wrong: { tags: ['twice', 'twice'] },
      filter: { preferred: true },
      otherFilter: { preferred: false },
    },
    {
      type: 'Contract',
      one: 'contract',
      list: 'contracts',
      shown: `title counterpartyId from end signedAt value { amount currency } deposit { amount currency } interestRate
        renewals instalments { due amount { amount currency } paidAt } terms`,
      whole: {
        title: 'Rent of the hall',
        counterpartyId: '019bbbbb-0000-7000-8000-000000000007',
        from: '2027-01-01',
        signedAt: '2026-12-24T09:30:00.000Z',
        value: price('123456789012345678.000000000000000001', 'EUR'),
        interestRate: '0.10',
        instalments: [
          { due: '2027-02-01', amount: price('1000.00', 'EUR'), paidAt: '2027-02-01T08:00:00.000Z' },
        ],
        terms: { pets: false, notice: { days: 30 } },
      },
      made: { end: null, deposit: null, renewals: 0 },
      change: { end: '2029-12-31', deposit: price('5.00', 'EUR'), renewals: 2 },
      wrong: { value: price('1.00', 'CHF') },
      filter: { endFrom: '2029-12-31', endTo: '2029-12-31', renewalsFrom: 2 },
      otherFilter: { endTo: '2029-12-30' },
    },
  ] as const;

  it('serves what docs/subgraphs.md shows', async () => {
    const answers = [];
    for (const operation of operations) answers.push(await caller.data(operation));
    expect(answers).toMatchObject([
      { createOrder: { order: { version: 1, status: 'DRAFT' } } },
      {
        orders: { totalCount: 1, nodes: [{ number: 'O-2027-7', lines: [{ sku: 'PA-0001', quantity: 3 }] }] },
      },
    ]);
    const [made] = answers as { createOrder: { order: { id: string } } }[];
    const input = { orderId: made?.createOrder.order.id };
    await caller.change('deleteOrder', 'DeleteOrderInput', input, '');
  });

  it.each(cases)('$list are made, read, listed, changed and deleted', async (one) => {
    const { type, one: field, list, shown, whole } = one;
    const payload = (verb: string) => `... on ${verb}${type}Payload { ${field} { id version ${shown} } }`;
    const change = async (verb: string, input: object) =>
      (await caller.change(`${verb.toLowerCase()}${type}`, `${verb}${type}Input`, input, payload(verb)))[
        field
      ];
    const read = async (id: string) =>
      (await caller.data(`query R($id: ID!) { one: ${field}(id: $id) { id version ${shown} } }`, { id })).one;
    const count = async (filter: object) =>
      (
        await caller.data(
          `query L($filter: ${type}Filter) { list: ${list}(first: 5, filter: $filter) { totalCount nodes { id } } }`,
          { filter },
        )
      ).list.totalCount;

    const made = await change('Create', whole);
    expect(made).toMatchObject({ ...whole, ...one.made, version: 1 });
    expect(await read(made.id)).toEqual(made);
    expect(await count({})).toBe(1);
    const refused = caller.change(
      `update${type}`,
      `Update${type}Input`,
      { [`${field}Id`]: made.id, ...one.wrong },
      '',
    );
    await expect(refused).rejects.toThrow(/InvalidInput/);
    const changed = await change('Update', { [`${field}Id`]: made.id, version: 1, ...one.change });
    expect(changed).toMatchObject({ ...whole, ...one.made, ...one.change, version: 2 });
    expect(await read(made.id)).toEqual(changed);
    expect([await count(one.filter), await count(one.otherFilter)]).toEqual([1, 0]);
    await caller.change(`delete${type}`, `Delete${type}Input`, { [`${field}Id`]: made.id }, '');
    expect([await read(made.id), await count({})]).toEqual([null, 0]);
  });
});

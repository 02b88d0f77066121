import { post, startTestGateway, type TestGateway } from './test-gateway.js';

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const doubled = repeat(15, (index) => `fragment F${index} on Book { ...F${index + 1} ...F${index + 1} }`);
const page =
  'books(first: 100) { nodes { related(first: 100) { nodes { related(first: 100) { nodes { id } } } } } }';
const deep = `{ books { nodes { ${'related { nodes { '.repeat(5)} id ${'} }'.repeat(5)} } } }`;

/** Each guard, and a request that nothing else refuses: without the guard the case of the sheet would fail. */
const guards: readonly [limit: string, code: string, query: string][] = [
  ['tokens', 'MAX_TOKENS', `{ books { nodes { ${repeat(3000, () => 'id')} } } }`],
  ['depth', 'MAX_DEPTH', deep],
  ['aliases', 'MAX_ALIASES', `{ books { nodes { ${repeat(40, (index) => `a${index}: id`)} } } }`],
  ['rootFields', 'MAX_ROOT_FIELDS', `{ ${repeat(21, () => 'hello')} }`],
  ['directives', 'MAX_DIRECTIVES', `{ hello ${repeat(21, () => '@include(if: true)')} }`],
  [
    'recursiveSelections',
    'MAX_RECURSIVE_SELECTIONS',
    `{ shelf { left { ...F0 } } } ${doubled} fragment F15 on Book { id }`,
  ],
  ['cost', 'COST_TOO_HIGH', `{ ${page} }`],
];

let guarded: TestGateway;
beforeAll(async () => {
  guarded = await startTestGateway();
});
afterAll(() => guarded.stop());

it.each(guards)('refuses its case by the limit of %s, and by nothing else', async (limit, code, query) => {
  const refused = await post(guarded.graphql, { query });
  expect(refused.body.errors[0].extensions.code).toBe(code);
  const open = await startTestGateway({ environment: { LIMITS: `${limit}=999999999` } });
  const { body } = await post(open.graphql, { query });
  expect(body.errors?.[0]?.extensions.code).not.toBe(code);
  await open.stop();
});

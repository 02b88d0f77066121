import { post, startTestGateway, type TestGateway } from './test-gateway.js';
import { transports } from './transports.js';

let system: TestGateway;
beforeAll(async () => {
  system = await startTestGateway();
});
afterAll(() => system.stop());

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const nested = (levels: number) =>
  `{ books { nodes { ${'related { nodes { '.repeat(levels)} id ${'} }'.repeat(levels)} } } }`;
const doubling = (levels: number) =>
  `{ ...F0 } ${repeat(levels, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)} fragment F${levels} on Query { hello }`;
const pages =
  'books(first: 100) { nodes { related(first: 100) { nodes { related(first: 100) { nodes { id } } } } } }';

/** Cases of the security sheet: what is asked, and the one code that it must be refused with. */
const cases: readonly [id: string, code: string, params: { query: string; variables?: object }][] = [
  [
    'S-05 101 aliases',
    'MAX_ALIASES',
    { query: `query cop { ${repeat(101, (index) => `alias${index}: __typename`)} }` },
  ],
  [
    'S-05 aliases in a fragment',
    'MAX_ALIASES',
    { query: `{ ${repeat(11, () => '...F')} } fragment F on Query { a: hello b: hello c: hello }` },
  ],
  ['S-06 21 root fields', 'MAX_ROOT_FIELDS', { query: `{ ${repeat(21, () => 'hello')} }` }],
  [
    'S-06 root fields in a fragment',
    'MAX_ROOT_FIELDS',
    { query: `{ ...F ...F ...F } fragment F on Query { ${repeat(7, () => 'hello')} }` },
  ],
  ['S-07 3,000 fields', 'MAX_TOKENS', { query: `{ ${repeat(3000, () => '__typename')} }` }],
  ['S-07 20,000 fields', 'MAX_TOKENS', { query: `{ ${repeat(20_000, () => '__typename')} }` }],
  ['S-08 200 levels', 'MAX_DEPTH', { query: nested(99) }],
  [
    'S-08 levels in fragments',
    'MAX_DEPTH',
    {
      query: `{ books { ...A } } fragment A on BookConnection { nodes { related { ...B } } } fragment B on BookConnection { nodes { related { ...C } } } fragment C on BookConnection { nodes { related { nodes { related { nodes { related { nodes { id } } } } } } } }`,
    },
  ],
  ['S-08 10,000 levels', 'MAX_TOKENS', { query: nested(5000) }],
  [
    'S-09 unknown directives',
    'GRAPHQL_VALIDATION_FAILED',
    { query: `query cop { __typename ${'@aa'.repeat(10)} }` },
  ],
  ['S-09 21 directives', 'MAX_DIRECTIVES', { query: `{ hello ${repeat(21, () => '@include(if: true)')} }` }],
  ['S-09 500 directives', 'MAX_TOKENS', { query: `{ hello ${repeat(500, () => '@include(if: true)')} }` }],
  ['S-10 a page too large', 'BAD_USER_INPUT', { query: '{ books(first: 99999999) { nodes { id } } }' }],
  [
    'S-10 a page too large, by variable',
    'BAD_USER_INPUT',
    { query: 'query ($n: Int) { books(first: $n) { nodes { id } } }', variables: { n: 101 } },
  ],
  ['S-10 a negative page', 'BAD_USER_INPUT', { query: '{ books(first: -1) { nodes { id } } }' }],
  ['S-11 10^6 objects', 'COST_TOO_HIGH', { query: `{ ${pages} }` }],
  ['S-11 10^6 objects, by fragment', 'COST_TOO_HIGH', { query: `{ ...P } fragment P on Query { ${pages} }` }],
  [
    'S-12 fragments that double',
    'MAX_RECURSIVE_SELECTIONS',
    {
      query: `{ shelf { left { ...F0 } } } ${repeat(24, (index) => `fragment F${index} on Book { ...F${index + 1} ...F${index + 1} }`)} fragment F24 on Book { id }`,
    },
  ],
  [
    'S-13 a cycle',
    'GRAPHQL_VALIDATION_FAILED',
    { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' },
  ],
  [
    'S-13 a self cycle',
    'GRAPHQL_VALIDATION_FAILED',
    { query: '{ ...A } fragment A on Query { hello ...A }' },
  ],
  ['S-13 2^100 selections', 'MAX_ROOT_FIELDS', { query: doubling(100) }],
  [
    'S-14 deep introspection',
    'INTROSPECTION_DISABLED',
    { query: '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }' },
  ],
  [
    'S-16 mutations by alias',
    'MAX_ALIASES',
    {
      query: `mutation { ${repeat(60, (index) => `a${index}: rename(input: { id: "1", title: "x" }) { id }`)} }`,
    },
  ],
  ['S-26 no GraphQL', 'GRAPHQL_PARSE_FAILED', { query: 'qwerty cop { abc }' }],
  ['S-27 __schema', 'INTROSPECTION_DISABLED', { query: '{ __schema { types { name fields { name } } } }' }],
  ['S-27 __type', 'INTROSPECTION_DISABLED', { query: '{ __type(name: "Query") { name } }' }],
  [
    'S-27 __schema in a fragment',
    'INTROSPECTION_DISABLED',
    { query: '{ hello ...F } fragment F on Query { s: __schema { queryType { name } } }' },
  ],
  ['S-27 _service', 'GRAPHQL_VALIDATION_FAILED', { query: '{ _service { sdl } }' }],
  [
    'S-27 _entities',
    'GRAPHQL_VALIDATION_FAILED',
    { query: '{ _entities(representations: []) { __typename } }' },
  ],
  ['S-28 a typo', 'GRAPHQL_VALIDATION_FAILED', { query: '{ boks { nodes { id } } }' }],
  ['S-28 a typo below', 'GRAPHQL_VALIDATION_FAILED', { query: '{ books { nods { id } } }' }],
  ['S-28 a missing argument', 'GRAPHQL_VALIDATION_FAILED', { query: 'mutation { rename { id } }' }],
  [
    'S-28 a typo in a variable',
    'BAD_USER_INPUT',
    {
      query: 'mutation ($i: RenameInput!) { rename(input: $i) { id } }',
      variables: { i: { id: '1', titel: 'x' } },
    },
  ],
  [
    'S-28 introspection of a subfield',
    'INTROSPECTION_DISABLED',
    { query: 'query cop { __schema { directive } }' },
  ],
  [
    'S-41 @stream',
    'GRAPHQL_VALIDATION_FAILED',
    { query: '{ books { nodes @stream(initialCount: 0) { id } } }' },
  ],
  [
    'W-08 two subscription fields',
    'GRAPHQL_VALIDATION_FAILED',
    { query: 'subscription { bookChanged { id } endless { id } }' },
  ],
  ['an operation that is not there', 'BAD_USER_INPUT', { query: 'query A { hello } query B { hello }' }],
];
/** Names that nobody may learn from a refusal who did not know them. */
const secrets = /Did you mean|BookConnection|RenameInput|\btitle\b|"books"|score|stack|node_modules|\.js\b/;

describe.each(transports)('over $name', ({ refuse }) => {
  it.each(cases)('refuses %s with %s', async (_id, code, params) => {
    const before = system.calls.resolvers;
    const { status, errors, text } = await refuse(system, params);
    expect(errors).toHaveLength(1);
    expect(errors[0].extensions.code).toBe(code);
    if (status !== null) expect(status).toBe(400);
    expect(text.length).toBeLessThan(2048);
    const unknown = code === 'GRAPHQL_VALIDATION_FAILED' || code === 'BAD_USER_INPUT' ? text : '';
    expect(unknown).not.toMatch(secrets);
    expect(text).not.toMatch(/"estimated"/);
    expect(system.calls.resolvers).toBe(before);
    const next = await post(system.graphql, { query: '{ __typename }' });
    expect(next.status).toBe(200);
    expect(next.body).toEqual({ data: { __typename: 'Query' } });
  });
});

it('says what is estimated and shows its suggestions in development only', async () => {
  const development = await startTestGateway({ environment: { PROFILE: 'development' } });
  const costly = await post(development.graphql, { query: `{ ${pages} }` });
  expect(costly.body.errors[0].extensions).toMatchObject({ code: 'COST_TOO_HIGH', max: 10_000 });
  expect(costly.body.errors[0].extensions.estimated).toBeGreaterThan(1_000_000);
  const typo = await post(development.graphql, { query: '{ boks { nodes { id } } }' });
  expect(typo.body.errors[0].message).toContain('Did you mean "books"');
  await development.stop();
});

it('says that a literal that a scalar does not take is the fault of who gave it', async () => {
  const { body } = await post(system.graphql, { query: '{ books(after: 5) { totalCount } }' });
  expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', retryable: false } }]);
});

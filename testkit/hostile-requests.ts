const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const nested = (levels: number) =>
  `{ documents { nodes { ${'similar { document { '.repeat(levels)} id ${'} }'.repeat(levels)} } } }`;
const doubling = (levels: number) =>
  `{ ...F0 } ${repeat(levels, (index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`)}
   fragment F${levels} on Query { __typename }`;
const pages = `documents(first: 100) { nodes { recommendations(first: 100) { nodes {
  document { recommendations(first: 100) { nodes { id } } } } } } }`;

/** Operations of the security sheet that must be refused before anything is executed: id, code, query, variables. */
export const hostileOperations: readonly [
  id: string,
  code: string,
  query: string,
  variables?: Record<string, unknown>,
][] = [
  ['S-05 101 aliases', 'MAX_ALIASES', `query cop { ${repeat(101, (index) => `alias${index}: __typename`)} }`],
  ['S-06 21 root fields', 'MAX_ROOT_FIELDS', `{ ${repeat(21, () => 'me { actor }')} }`],
  ['S-07 3,000 fields', 'MAX_TOKENS', `{ ${repeat(3000, () => '__typename')} }`],
  ['S-07 20,000 fields', 'MAX_TOKENS', `{ ${repeat(20_000, () => '__typename')} }`],
  ['S-08 200 levels', 'MAX_DEPTH', nested(99)],
  ['S-08 10,000 levels', 'MAX_TOKENS', nested(5000)],
  [
    'S-09 directives that are none',
    'GRAPHQL_VALIDATION_FAILED',
    `query cop { __typename ${'@aa'.repeat(10)} }`,
  ],
  ['S-09 500 directives', 'MAX_TOKENS', `{ __typename ${repeat(500, () => '@include(if: true)')} }`],
  ['S-09 21 directives', 'MAX_DIRECTIVES', `{ __typename ${repeat(21, () => '@include(if: true)')} }`],
  ['S-10 a page too large', 'BAD_USER_INPUT', '{ documents(first: 99999999) { nodes { id } } }'],
  [
    'S-10 a page too large, below and by variable',
    'BAD_USER_INPUT',
    'query ($n: Int!) { documents { nodes { reviews(first: $n) { nodes { id } } } } }',
    { n: 101 },
  ],
  ['S-11 10^6 objects', 'COST_TOO_HIGH', `{ ${pages} }`],
  ['S-11 10^6 objects in a fragment', 'COST_TOO_HIGH', `{ ...P } fragment P on Query { ${pages} }`],
  [
    'S-13 a cycle',
    'GRAPHQL_VALIDATION_FAILED',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  ],
  ['S-13 a self cycle', 'GRAPHQL_VALIDATION_FAILED', '{ ...A } fragment A on Query { __typename ...A }'],
  ['S-13 2^100 selections', 'MAX_ROOT_FIELDS', doubling(100)],
  [
    'S-14 deep introspection',
    'MAX_DEPTH',
    '{__schema{types{fields{type{fields{type{fields{type{fields{type{name}}}}}}}}}}}',
  ],
  [
    'S-16 mutations by alias',
    'MAX_ALIASES',
    `mutation { ${repeat(60, (index) => `a${index}: createKey(input: { name: "k" }) { __typename }`)} }`,
  ],
  ['S-26 no GraphQL', 'GRAPHQL_PARSE_FAILED', 'qwerty cop { abc }'],
  ['S-27 __schema', 'INTROSPECTION_DISABLED', '{__schema{types{name fields{name}}}}'],
  ['S-27 __type', 'INTROSPECTION_DISABLED', '{__type(name:"Query"){name}}'],
  ['S-27 _service', 'GRAPHQL_VALIDATION_FAILED', '{_service{sdl}}'],
  ['S-27 _entities', 'GRAPHQL_VALIDATION_FAILED', '{_entities(representations:[]){__typename}}'],
  ['S-28 a typo', 'GRAPHQL_VALIDATION_FAILED', '{ documens { id } }'],
  ['S-28 introspection of a subfield', 'INTROSPECTION_DISABLED', 'query cop{__schema{directive}}'],
  [
    'W-08 two subscription fields',
    'GRAPHQL_VALIDATION_FAILED',
    'subscription { documentChanged { id } reviewChanged { id } }',
  ],
];

const json = { 'content-type': 'application/json' };
const preflight = { 'apollo-require-preflight': '1' };
const typename = JSON.stringify({ query: '{ __typename }' });

/** HTTP requests of the security sheet that must be refused: id, status, code, the request, and what follows the path. */
export const hostileRequests: readonly [
  id: string,
  status: number,
  code: string,
  init: RequestInit & { headers?: Record<string, string> },
  path?: string,
][] = [
  ['S-01 a query by GET', 400, 'CSRF_BLOCKED', {}, '?query=query+cop{__typename}'],
  [
    'S-02 a mutation by GET',
    405,
    'METHOD_NOT_ALLOWED',
    { headers: preflight },
    '?query=mutation+cop{__typename}',
  ],
  [
    'S-03 a form',
    400,
    'CSRF_BLOCKED',
    { method: 'POST', body: new URLSearchParams({ query: '{__typename}' }) },
  ],
  [
    'S-04 text',
    400,
    'CSRF_BLOCKED',
    { method: 'POST', body: typename, headers: { 'content-type': 'text/plain' } },
  ],
  [
    'S-04 multipart, to be uploaded elsewhere',
    415,
    'UNSUPPORTED_CONTENT_TYPE',
    { method: 'POST', body: typename, headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  ],
  ['S-04 no type', 400, 'CSRF_BLOCKED', { method: 'POST', body: Buffer.from(typename) }],
  [
    'S-04 garbage parameters',
    415,
    'UNSUPPORTED_CONTENT_TYPE',
    { method: 'POST', body: typename, headers: { 'content-type': 'application/json; =;;boundary' } },
  ],
  [
    'S-15 a batch of 10',
    400,
    'BATCHING_DISABLED',
    { method: 'POST', headers: json, body: `[${Array(10).fill(typename)}]` },
  ],
  [
    'S-15 a batch of 1,000',
    400,
    'BATCHING_DISABLED',
    { method: 'POST', headers: json, body: `[${Array(1000).fill(typename)}]` },
  ],
  [
    'S-21 10 MB',
    413,
    'PAYLOAD_TOO_LARGE',
    { method: 'POST', headers: json, body: `{"query":"${' '.repeat(10_000_000)}"}` },
  ],
  ['S-29 a browser', 400, 'BAD_USER_INPUT', { headers: { accept: 'text/html', ...preflight } }],
];

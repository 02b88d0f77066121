import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { Caller, readReply } from '../testkit/caller.js';
import { connectMcp } from '../testkit/mcp-client.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

let system: TestSystem;
let tenants: TestTenant[];
const clients: Client[] = [];
beforeAll(async () => {
  system = await TestSystem.start({
    settings: {
      PROFILE: 'production',
      JWT_SECRET: 'a secret of these tests, long enough for HS256',
      LOG_LEVEL: 'error',
    },
  });
  tenants = await makeTenants(system, ['north', 'south']);
});
afterAll(async () => {
  for (const client of clients) await client.close();
  await system?.close();
});

async function connect(token: string): Promise<Client> {
  const client = await connectMcp(system.url, token);
  clients.push(client);
  return client;
}

async function keyOf({ admin }: TestTenant, name: string, input: object): Promise<string> {
  const { key } = await admin.change(
    'createKey',
    'CreateKeyInput',
    { name, ...input },
    '... on CreateKeyPayload { key }',
  );
  return key;
}

const register = (caller: Caller, document: string, idempotencyKey?: string) =>
  caller
    .data(
      `mutation ($input: RegisterOperationInput!) { result: registerOperation(input: $input) {
      __typename ... on OperationPayload { operation { name hash source tool { description mutation } } }
      ... on Failure { code message } } }`,
      { input: { document, idempotencyKey } },
    )
    .then(({ result }) => result);

/** What stands in the audit record of the tenant, once it is chained and verified. */
async function entries(
  { admin }: TestTenant,
  filter: object,
): Promise<{ kind: string; action: string; actor: string; body: Record<string, unknown> }[]> {
  const { verifyAudit } = await admin.data('{ verifyAudit { valid } }');
  expect(verifyAudit.valid).toBe(true);
  const { auditEntries } = await admin.data(
    'query ($filter: AuditEntryFilter) { auditEntries(filter: $filter, first: 100) { nodes { kind action actor body } } }',
    { filter },
  );
  return auditEntries.nodes;
}

it('lists registered operations as tools, described by the schema', async () => {
  const client = await connect(tenants[0]!.admin.token);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'AcceptRecommendation',
    'AdviseDocument',
    'AskDocuments',
    'DocumentSummary',
    'Insights',
    'LatestAnswer',
    'OpenRecommendations',
    'ReadDocument',
    'ReadRun',
    'RemoveDuplicate',
    'SearchDocuments',
    'WriteNote',
    'WritePaymentNote',
  ]);
  expect(tools.find(({ name }) => name === 'SearchDocuments')).toMatchObject({
    title: 'Search documents',
    description: expect.stringContaining('passages'),
    annotations: { readOnlyHint: true },
    inputSchema: {
      type: 'object',
      required: ['query'],
      additionalProperties: false,
      properties: {
        query: { type: 'string', description: 'What is looked for, in words; 1,000 characters at most.' },
        first: { type: 'integer', default: 10 },
        kinds: { type: 'array', items: { type: 'string' } },
      },
    },
  });
  expect(tools.find(({ name }) => name === 'RemoveDuplicate')?.annotations).toMatchObject({
    destructiveHint: true,
  });
});

it('calls a query, is refused a change it has no scope for, and both stand in the audit record', async () => {
  const [north] = tenants as [TestTenant];
  const { document } = await north.admin.change(
    'addText',
    'AddTextInput',
    { name: 'note.txt', text: 'The heron waits at the weir.' },
    '... on DocumentPayload { document { id } }',
  );
  const client = await connect(
    await keyOf(north, 'reader', { roles: ['MEMBER'], scopes: ['documents:read'] }),
  );
  const found = await eventually(
    () => client.callTool({ name: 'SearchDocuments', arguments: { query: 'heron' } }),
    ({ structuredContent }) => JSON.stringify(structuredContent).includes('weir'),
  );
  expect(found).toMatchObject({
    structuredContent: { data: { search: { nodes: [{ document: { id: document.id } }] } } },
  });
  expect(found.isError).toBeUndefined();
  const refused = await client.callTool({ name: 'RemoveDuplicate', arguments: { documentId: document.id } });
  expect(refused).toMatchObject({
    isError: true,
    structuredContent: { data: { deleteDocument: { __typename: 'Forbidden', code: 'FORBIDDEN' } } },
  });
  const calls = await entries(north, { kind: 'tool' });
  expect(calls.map(({ action, body }) => [action, body.outcome])).toEqual(
    expect.arrayContaining([
      ['mcp.SearchDocuments', 'OK'],
      ['mcp.RemoveDuplicate', 'FORBIDDEN'],
    ]),
  );
  const denied = await entries(north, { kind: 'denied' });
  expect(denied).toContainEqual(
    expect.objectContaining({
      action: 'graph.Mutation.deleteDocument',
      body: expect.objectContaining({ needed: 'documents:delete' }),
    }),
  );
  expect(
    new Set(denied.map(({ actor }) => actor)).has(
      calls.find(({ action }) => action === 'mcp.RemoveDuplicate')!.actor,
    ),
  ).toBe(true);
  expect(
    (await north.admin.data('query ($id: ID!) { document(id: $id) { id } }', { id: document.id })).document,
  ).not.toBeNull();
});

it('shows and executes what a tenant registered to that tenant only, and tells who listens', async () => {
  const [north, south] = tenants as [TestTenant, TestTenant];
  const ours = await connect(north.admin.token);
  const theirs = await connect(south.admin.token);
  const told = Promise.withResolvers<void>();
  ours.setNotificationHandler(ToolListChangedNotificationSchema, () => told.resolve());
  theirs.setNotificationHandler(ToolListChangedNotificationSchema, () =>
    told.reject(new RangeError('told another tenant')),
  );
  const made = await register(north.admin, 'query WhoAmI @tool(description: "Who calls") { me { actor } }');
  expect(made).toMatchObject({
    __typename: 'OperationPayload',
    operation: { name: 'WhoAmI', source: 'MUTATION', tool: { mutation: false } },
  });
  await told.promise;
  expect((await ours.listTools()).tools.map(({ name }) => name)).toContain('WhoAmI');
  expect((await theirs.listTools()).tools.map(({ name }) => name)).not.toContain('WhoAmI');
  expect(await ours.callTool({ name: 'WhoAmI' })).toMatchObject({
    structuredContent: { data: { me: { actor: expect.any(String) } } },
  });
  await expect(theirs.callTool({ name: 'WhoAmI' })).rejects.toMatchObject({
    data: { code: 'OPERATION_NOT_FOUND' },
  });
});

it('asks, and reads the answer with its evidence', async () => {
  const { admin } = tenants[0]!;
  const input = { name: 'otter.txt', text: 'The otter sleeps below the old mill bridge.' };
  await admin.change('addText', 'AddTextInput', input, '... on DocumentPayload { document { id } }');
  const client = await connect(admin.token);
  await eventually(
    () => client.callTool({ name: 'SearchDocuments', arguments: { query: 'otter' } }),
    ({ structuredContent }) => JSON.stringify(structuredContent).includes('mill'),
  );
  const asked = await client.callTool({
    name: 'AskDocuments',
    arguments: { question: 'Where does the otter sleep?' },
  });
  const { data } = asked.structuredContent as { data: { startRun: { run: { id: string } } } };
  const { structuredContent } = await eventually(
    () => client.callTool({ name: 'ReadRun', arguments: { runId: data.startRun.run.id } }),
    (read) => JSON.stringify(read.structuredContent).includes('"FINISHED"'),
  );
  expect(structuredContent).toMatchObject({
    data: {
      run: {
        capability: 'answers.answer',
        result: { __typename: 'Answer', text: expect.stringContaining('bridge') },
      },
    },
  });
});

it('takes operations only from whoever may manage them', async () => {
  const [north] = tenants as [TestTenant];
  const member = new Caller(system.url, await keyOf(north, 'member', { roles: ['MEMBER'] }));
  expect(await register(member, 'query Sneaky @tool { me { actor } }')).toMatchObject({
    __typename: 'Forbidden',
    code: 'FORBIDDEN',
  });
  const { body } = await member.post('{ persistedOperations { totalCount } }');
  expect(body.errors[0].extensions.code).toBe('FORBIDDEN');
});

it('answers wrong calls with codes', async () => {
  const client = await connect(tenants[1]!.admin.token);
  await expect(client.callTool({ name: 'DropTables' })).rejects.toMatchObject({
    code: -32_602,
    data: { code: 'OPERATION_NOT_FOUND' },
  });
  const codeOf = async (name: string, args: Record<string, unknown>) => {
    const { isError, structuredContent } = await client.callTool({ name, arguments: args });
    const { errors } = structuredContent as { errors: { extensions: { code: string } }[] };
    return [isError, errors[0]?.extensions.code];
  };
  expect(await codeOf('SearchDocuments', {})).toEqual([true, 'BAD_USER_INPUT']);
  expect(await codeOf('SearchDocuments', { query: 7 })).toEqual([true, 'BAD_USER_INPUT']);
  expect(await codeOf('SearchDocuments', { query: 'x', first: 5000 })).toEqual([true, 'BAD_USER_INPUT']);
  expect(await codeOf('SearchDocuments', { query: 'x', tenant: 'other' })).toEqual([true, 'BAD_USER_INPUT']);
});

describe('a hostile request', () => {
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const send = async (body: string | undefined, headers: Record<string, string> = {}, method = 'POST') =>
    readReply(
      await fetch(`${system.url}/mcp`, {
        method,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: `Bearer ${tenants[0]!.admin.token}`,
          ...headers,
        },
        ...(body !== undefined && { body }),
      }),
    );
  const good = JSON.stringify(call);
  const cases: [
    name: string,
    status: number,
    code: string,
    body: string | undefined,
    headers?: Record<string, string>,
    method?: string,
  ][] = [
    ['without a token', 401, 'UNAUTHENTICATED', good, { authorization: '' }],
    ['with a wrong token', 401, 'UNAUTHENTICATED', good, { authorization: 'Bearer nothing' }],
    ['of another site', 403, 'ORIGIN_NOT_ALLOWED', good, { origin: 'https://evil.example' }],
    ['that is no JSON', 400, 'BAD_USER_INPUT', '{"jsonrpc"'],
    ['that is no message', 400, 'BAD_USER_INPUT', '{"hello":1}'],
    ['that is nested', 400, 'BAD_USER_INPUT', `${'['.repeat(500)}${']'.repeat(500)}`],
    ['in a batch', 400, 'BATCHING_DISABLED', JSON.stringify([call, call])],
    ['as a form', 400, 'CSRF_BLOCKED', good, { 'content-type': 'text/plain' }],
    [
      'that is too large',
      413,
      'PAYLOAD_TOO_LARGE',
      JSON.stringify({ ...call, params: { x: 'x'.repeat(2_000_000) } }),
    ],
    ['with another method', 405, 'METHOD_NOT_ALLOWED', undefined, {}, 'DELETE'],
    ['with another protocol', 400, 'BAD_USER_INPUT', good, { 'mcp-protocol-version': '1999-01-01' }],
    ['that takes no answer of ours', 406, 'BAD_USER_INPUT', good, { accept: 'text/html' }],
  ];

  it.each(cases.map((one) => [one[0], one] as const))('%s is refused', async (_name, one) => {
    const [, status, code, body, headers, method] = one;
    const reply = await send(body, headers, method);
    expect([reply.status, reply.body.error.data.code]).toEqual([status, code]);
    expect(reply.text).not.toMatch(/stack|node_modules|\.js:/);
    expect(reply.text.length).toBeLessThan(2000);
    if (status === 401) expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    expect((await send(good)).status).toBe(200);
  });
});

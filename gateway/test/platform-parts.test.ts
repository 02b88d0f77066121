import { AppError, rightsOfGroups } from 'tributary/sdk';
import { createOperations } from '#platform/operations';
import { readOperation } from '#platform/registry';
import { post, read, registryOf, startTestGateway, tenant, testIdentity } from './test-gateway.js';

const context = {
  tenant,
  actor: 'plugin:advice',
  roles: ['member'] as const,
  scopes: ['*'],
  groups: [],
  rights: rightsOfGroups([]),
  requestId: 'request-of-a-job',
  traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`,
  deadline: Date.now() + 60_000,
  generation: null,
};
const operation = readOperation(
  'mutation Rename($id: ID!) { rename(input: { id: $id, title: "x" }) { id score } }',
  'rename.graphql',
);
const registry = registryOf([operation]);

it.each(['in this process', 'over HTTP'])('executes a registered operation as its actor, %s', async (way) => {
  const system = await startTestGateway({ parts: { registry } });
  const remote = { url: system.gateway.url, identity: testIdentity(new Set()) };
  const operations = createOperations({ registry, remote });
  if (way === 'in this process') operations.bind(system.gateway);
  const answer = await operations.execute(context, 'Rename', { id: '3' });
  expect(answer).toEqual({ data: { rename: { id: '3', score: 3 } }, errors: [] });
  const { request } = system.calls.contexts[0]!;
  expect(request).toMatchObject({ actor: 'plugin:advice', requestId: 'request-of-a-job' });
  expect(request.traceparent).toContain('1'.repeat(32));
  await expect(operations.execute(context, 'Nothing', {})).rejects.toMatchObject({
    code: 'OPERATION_NOT_FOUND',
  });
  await system.stop();
});

it('counts operations with their aliases for the rate, and says when to come again', async () => {
  let left = 5;
  const limits = {
    async take(_tenant: string, operations: number) {
      if (operations > left) throw new AppError('RATE_LIMITED', { retryAfter: 42 });
      left -= operations;
    },
  };
  const system = await startTestGateway({ parts: { limits } });
  expect((await post(system.graphql, { query: '{ a: hello b: hello c: hello }' })).status).toBe(200);
  const before = system.calls.resolvers;
  const { status, headers, body } = await post(system.graphql, { query: '{ a: hello b: hello c: hello }' });
  expect(status).toBe(429);
  expect(headers.get('retry-after')).toBe('42');
  expect(body.errors[0].extensions.code).toBe('RATE_LIMITED');
  expect(system.calls.resolvers).toBe(before);
  await system.stop();
});

it('remembers which fields an operation uses', async () => {
  const used: unknown[] = [];
  const system = await startTestGateway({
    parts: { registry: { ...registry, used: ({ coordinates }) => used.push(coordinates) } },
  });
  await post(system.graphql, {
    query: '{ books(first: 1) { nodes { ...F } } } fragment F on Book { id score }',
  });
  expect(used).toEqual([['Query.books', 'BookConnection.nodes', 'Book.id', 'Book.score']]);
  await system.stop();
});

describe('uploads', () => {
  const max = 1000;
  const received: string[] = [];
  const uploads = {
    async receive(token: string, bytes: AsyncIterable<Uint8Array>, request: { contentType: string | null }) {
      if (token !== 'good') throw new AppError('UPLOAD_NOT_FOUND');
      let size = 0;
      for await (const chunk of bytes) {
        size += chunk.length;
        if (size > max) throw new AppError('UPLOAD_TOO_LARGE', { max });
      }
      received.push(`${request.contentType} ${size}`);
      return { uploadId: 'upload-1', size, sha256: 'x' };
    },
  };

  it('streams the bytes of a token to its receiver, once', async () => {
    const system = await startTestGateway({ parts: { uploads } });
    const put = async (token: string, size: number, method = 'PUT') =>
      read(
        await fetch(`${system.gateway.url}/uploads/${token}`, {
          method,
          body: 'x'.repeat(size),
          headers: { 'content-type': 'text/plain' },
        }),
      );
    expect((await put('good', 900)).body).toEqual({ uploadId: 'upload-1', size: 900, sha256: 'x' });
    expect(received).toEqual(['text/plain 900']);
    const large = await put('good', 5_000_000);
    expect(large.status).toBe(413);
    expect(large.body.errors[0].extensions.code).toBe('UPLOAD_TOO_LARGE');
    expect((await put('wrong', 5)).status).toBe(404);
    expect((await put('good', 5, 'POST')).status).toBe(405);
    await system.stop();
  });
});

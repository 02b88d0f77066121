import { type Answer, RunServer } from './fixtures/run-server.js';
import { type Client, createClient, operation } from './index.js';

let server: RunServer;
let client: Client;
beforeEach(async () => {
  server = await RunServer.start([]);
  client = createClient({ url: server.url, token: 'secret' });
});
afterEach(async () => {
  await client.close();
  await server.close();
});

const hello = operation<{ hello: string }, { name?: string }>('query ($name: String) { hello(name: $name) }');
const failed = (code: string, more: object = {}): Answer => ({
  body: { data: null, errors: [{ message: 'No.', extensions: { code, requestId: 'r1', ...more } }] },
});

describe('a request', () => {
  it('gives its data', async () => {
    server.answers = [{ body: { data: { hello: 'Ann' } } }];
    expect(await client.request(hello, { name: 'Ann' })).toEqual({ hello: 'Ann' });
    expect(server.requests).toEqual([
      {
        method: 'POST',
        path: '/graphql',
        body: JSON.stringify({ query: hello, variables: { name: 'Ann' } }),
      },
    ]);
  });

  it.each([
    [
      'a code of the server',
      failed('FORBIDDEN', { hint: 'Ask.' }),
      { code: 'FORBIDDEN', retryable: false, details: { hint: 'Ask.', requestId: 'r1', status: 200 } },
    ],
    [
      'one that may pass',
      { ...failed('RATE_LIMITED', { retryable: true }), status: 429 },
      { code: 'RATE_LIMITED', retryable: true, details: { status: 429 } },
    ],
    [
      'an error without a code',
      { body: { errors: [{ message: 'Odd.' }] } },
      { code: 'INTERNAL', message: 'Odd.' },
    ],
    [
      'what is no GraphQL',
      { status: 502, body: '<html>' },
      { code: 'NETWORK', retryable: true, details: { status: 502 } },
    ],
    ['a page that is not ours', { status: 200, body: '<html>' }, { code: 'NETWORK', retryable: false }],
  ])('fails with %s', async (_name, answer, expected) => {
    server.answers = [answer];
    await expect(client.request(hello)).rejects.toMatchObject({ name: 'ClientError', ...expected });
  });

  it('fails with NETWORK when nobody answers, and with the reason when it is aborted', async () => {
    const gone = await RunServer.start([]);
    const away = createClient({ url: gone.url, token: 'secret' });
    await gone.close();
    await expect(away.request(hello)).rejects.toMatchObject({ code: 'NETWORK', retryable: true });
    const aborted = client.request(hello, {}, { signal: AbortSignal.abort(new RangeError('enough')) });
    await expect(aborted).rejects.toThrow('enough');
  });
});

describe('an upload', () => {
  const announced = { body: { data: { createUpload: { uploadId: 'u1', url: '/uploads/token-1' } } } };
  const stored = { body: { uploadId: 'u1', size: 3, sha256: 'x' } };
  const document = { id: 'd1', name: 'a.txt', status: 'PROCESSING' };
  const completed = { body: { data: { completeUpload: { created: true, document } } } };
  const upload = (more: object = {}) =>
    client.upload({ name: 'a.txt', bytes: new Uint8Array([97, 98, 99]), ...more });

  it('asks for a URL, sends the bytes there and makes the document', async () => {
    server.answers = [announced, stored, completed];
    expect(await upload({ groups: ['g'], documentId: 'd0' })).toEqual({ ...document, created: true });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /graphql',
      'PUT /uploads/token-1',
      'POST /graphql',
    ]);
    const inputs = [0, 2].map((at) => JSON.parse(server.requests[at]?.body ?? '').variables.input);
    expect(inputs).toEqual([
      { name: 'a.txt', mediaType: null, size: 3, groups: ['g'] },
      { uploadId: 'u1', documentId: 'd0' },
    ]);
    expect(server.requests[1]?.body).toBe('abc');
  });

  const failure = (field: string, code: string) => ({
    body: { data: { [field]: { __typename: 'InvalidInput', code, message: 'No.', hint: 'Do this.' } } },
  });
  it.each([
    ['the upload is refused', [failure('createUpload', 'UPLOAD_TOO_LARGE')], 'UPLOAD_TOO_LARGE', 1],
    ['the caller may not', [failed('UNAUTHENTICATED')], 'UNAUTHENTICATED', 1],
    [
      'the bytes are refused',
      [announced, { ...failed('UPLOAD_NOT_FOUND'), status: 404 }],
      'UPLOAD_NOT_FOUND',
      2,
    ],
    ['something between refuses the bytes', [announced, { status: 413, body: '<html>' }], 'NETWORK', 2],
    [
      'the document is refused',
      [announced, stored, failure('completeUpload', 'UPLOAD_INCOMPLETE')],
      'UPLOAD_INCOMPLETE',
      3,
    ],
  ])('fails with its code when %s, and stops there', async (_name, answers, code, requests) => {
    server.answers = answers;
    await expect(upload()).rejects.toMatchObject({ name: 'ClientError', code });
    expect(server.requests).toHaveLength(requests);
  });

  it('tells the hint of an expected failure', async () => {
    server.answers = [failure('createUpload', 'BAD_USER_INPUT')];
    await expect(upload()).rejects.toMatchObject({ message: 'No.', details: { hint: 'Do this.' } });
  });

  it('ends when it is aborted', async () => {
    await expect(upload({ signal: AbortSignal.abort(new RangeError('enough')) })).rejects.toThrow('enough');
    expect(server.requests).toEqual([]);
  });
});

import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Reply, readReply } from '../testkit/caller.js';
import { eventually, TestSystem } from '../testkit/system.js';
import { makeTenants, type TestTenant } from '../testkit/tenants.js';

/* What an upload may not do, under PROFILE=production. */

let system: TestSystem;
let tenant: TestTenant;
let stranger: TestTenant;

beforeAll(async () => {
  const settings = {
    PROFILE: 'production',
    JWT_SECRET: 'a secret of these tests, long enough for HS256',
    LOG_LEVEL: 'error',
  };
  system = await TestSystem.start({ settings });
  [tenant, stranger] = (await makeTenants(system, ['uploading', 'stranger'])) as [TestTenant, TestTenant];
});
afterAll(() => system?.close());

describe('an upload', () => {
  const most = 25_000_000;
  const payload = '... on CreateUploadPayload { uploadId url }';
  const announce = async (size: number | null = null): Promise<{ uploadId: string; url: string }> => {
    const made = await tenant.admin.change(
      'createUpload',
      'CreateUploadInput',
      { name: 'u.txt', size },
      payload,
    );
    return { ...made, url: new URL(made.url, system.url).href };
  };
  const put = async (url: string, body: BodyInit, headers: Record<string, string> = {}) =>
    readReply(await fetch(url, { method: 'PUT', body, headers, duplex: 'half' } as RequestInit));
  const code = ({ status, body }: Reply) => [status, body.errors?.[0].extensions.code];

  async function bytesOnDisk(): Promise<number> {
    const entries = await readdir(join(system.dataDir, 'blobs'), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const sizes = files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }
  /** What is refused leaves nothing on the disk. */
  async function withoutTrace(work: () => Promise<unknown>, expected: unknown): Promise<void> {
    const before = await bytesOnDisk();
    expect(await work()).toEqual(expected);
    expect(await eventually(bytesOnDisk, (bytes) => bytes === before)).toBe(before);
    expect((await tenant.admin.post('{ __typename }')).status).toBe(200);
  }
  /** Sends a request line by line, to lie in it; gives the first line of the answer. */
  async function raw(url: string, headers: string, body: AsyncIterable<Buffer>): Promise<string> {
    const { hostname, port, pathname } = new URL(url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await once(socket, 'connect');
    socket.write(`PUT ${pathname} HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`);
    for await (const part of body) {
      if (socket.destroyed || answer !== '') break;
      if (!socket.write(part)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
    }
    await closed;
    return answer.split('\r\n')[0] ?? '';
  }

  it('of 25 MB and a byte is 413', async () => {
    const { url } = await announce();
    await withoutTrace(
      async () => code(await put(url, Buffer.alloc(most + 1, 'a'))),
      [413, 'UPLOAD_TOO_LARGE'],
    );
  });

  it('larger than announced is 413, smaller is incomplete', async () => {
    const { url } = await announce(10);
    await withoutTrace(async () => code(await put(url, 'eleven byte')), [413, 'UPLOAD_TOO_LARGE']);
    await withoutTrace(async () => code(await put(url, 'nine byte')), [409, 'UPLOAD_INCOMPLETE']);
    expect((await put(url, 'ten bytes!')).status).toBe(200);
  });

  it('announced as larger than can be is refused at once', async () => {
    const query = `mutation { createUpload(input: { name: "x", size: ${most + 1} }) { ... on Failure { code } } }`;
    expect((await tenant.admin.data(query)).createUpload).toEqual({ code: 'UPLOAD_TOO_LARGE' });
  });

  it('whose content-length is too large is 413 before a byte of it is read', async () => {
    const { url } = await announce();
    const line = raw(url, `content-length: ${most + 1}\r\nconnection: close`, chunks(1, 10));
    await withoutTrace(() => line, 'HTTP/1.1 413 Payload Too Large');
  });

  it('that ends before its content-length leaves nothing, and the URL can be used again', async () => {
    const { url } = await announce();
    const { hostname, port, pathname } = new URL(url);
    await withoutTrace(async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(
        `PUT ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n${'a'.repeat(100_000)}`,
      );
      await eventually(async () => (await readdir(join(system.dataDir, 'blobs/unfinished'))).length > 0);
      socket.destroy();
      return 'left';
    }, 'left');
    await eventually(async () => (await readdir(join(system.dataDir, 'blobs/unfinished'))).length === 0);
    await eventually(async () => (await put(url, 'whole')).status === 200);
  });

  it('in chunks without end is 413 at the byte that is too many', async () => {
    const { url } = await announce();
    const work = () => raw(url, 'transfer-encoding: chunked', chunked(chunks(1000, 500_000)));
    await withoutTrace(work, 'HTTP/1.1 413 Payload Too Large');
  });

  it('takes its URL once, for 15 minutes, for its tenant', async () => {
    const twice = await announce();
    expect((await put(twice.url, 'once')).status).toBe(200);
    await withoutTrace(async () => code(await put(twice.url, 'twice')), [404, 'UPLOAD_NOT_FOUND']);

    const late = await announce();
    await system.query(`update platform.uploads set expires_at = now() - interval '1 s' where id = $1`, [
      late.uploadId,
    ]);
    await withoutTrace(async () => code(await put(late.url, 'late')), [404, 'UPLOAD_NOT_FOUND']);

    const foreign = await announce();
    const theirs = { authorization: `Bearer ${stranger.admin.token}` };
    await withoutTrace(async () => code(await put(foreign.url, 'theirs', theirs)), [404, 'UPLOAD_NOT_FOUND']);
    expect((await put(foreign.url, 'ours')).status).toBe(200);
    const query = `mutation { completeUpload(input: { uploadId: "${foreign.uploadId}" }) { ... on Failure { code } } }`;
    expect((await stranger.admin.data(query)).completeUpload).toEqual({ code: 'UPLOAD_NOT_FOUND' });
  });
});
async function* chunks(count: number, bytes: number): AsyncGenerator<Buffer> {
  const part = Buffer.alloc(bytes, 'a');
  for (let index = 0; index < count; index++) yield part;
}

async function* chunked(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    yield Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
  }
}

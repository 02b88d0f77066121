import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { Writable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { createHttp, type Http } from './index.js';

/*
 * A listener on loopback counts what reaches it: a refused call must not send a single packet. Its port is among the
 * allowed ones, so that what refuses is the address and nothing else.
 */
let listener: ReturnType<typeof createTcpServer>;
let port: number;
let packets = 0;
let asked: string[] = [];
let http: Http;

const names: Record<string, string[][]> = {
  'localtest.me': [['127.0.0.1']],
  'public.test': [['93.184.216.34']],
  'mixed.test': [['93.184.216.34', 'fd00::1']],
  'rebind.test': [['93.184.216.34'], ['127.0.0.1']],
  'a.com': [['127.0.0.1']],
  'nowhere.test': [[]],
};

beforeAll(async () => {
  listener = createTcpServer((socket) => {
    packets++;
    socket.destroy();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  port = (listener.address() as AddressInfo).port;
  http = createHttp(
    { http: { allow: [] } },
    {
      ports: [80, 443, port],
      resolve: async (host) => {
        const answers = names[host] ?? [[]];
        const answer =
          answers[Math.min(asked.filter((name) => name === host).length, answers.length - 1)] ?? [];
        asked.push(host);
        return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      },
    },
  );
});
afterAll(async () => {
  await http.close();
  listener.close();
});
beforeEach(() => {
  packets = 0;
  asked = [];
});

const addresses = [
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0', '[::1]', '[::ffff:127.0.0.1]'],
  ...['[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '[::]', '[fe80::1%25lo]', '[fe80::1]', '[fc00::1]'],
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
  ...[
    '100.64.0.1',
    '100.127.255.255',
    '198.18.0.1',
    '198.19.255.255',
    '192.0.0.1',
    '224.0.0.1',
    '239.255.255.255',
  ],
  ...['240.0.0.1', '255.255.255.255', '0.0.0.0', '0.1.2.3', '[2002:7f00:1::]', '[::127.0.0.1]', '[ff02::1]'],
  ...['metadata.google.internal', 'localhost', 'localhost.', 'LOCALHOST', 'app.localhost', 'printer.local'],
  ...['localtest.me', 'mixed.test', 'nowhere.test'],
];
const urls = [
  ...addresses.flatMap((address) => [`http://${address}:PORT/`, `http://${address}/`, `https://${address}/`]),
  ...['http://user@127.0.0.1:PORT/', 'http://user:pass@public.test/', 'http://a.com#@127.0.0.1:PORT/'],
  ...[
    'http://a.com\\@127.0.0.1:PORT/',
    'http://127.0.\t0.1:PORT/',
    'http://127.0.0.1\r\n:PORT/',
    'http://exa mple/',
  ],
  ...[
    'file:///etc/passwd',
    'gopher://127.0.0.1:PORT/_x',
    'ftp://127.0.0.1:PORT/',
    'data:text/plain,x',
    'dict://127.0.0.1:PORT/',
  ],
  ...[22, 25, 6379, 5432].flatMap((closed) => [
    `http://127.0.0.1:${closed}/`,
    `http://93.184.216.34:${closed}/`,
  ]),
  ...['', 'no url', 'http://', '//127.0.0.1:PORT/'],
];

test.each([...new Set(urls)])(
  '%j is refused when saved and when sent, without a packet',
  async (template) => {
    const url = template.replace('PORT', String(port));
    await expect(http.check(url)).rejects.toMatchObject({ code: 'SSRF_BLOCKED' });
    asked = [];
    await expect(http.fetch({ url })).rejects.toMatchObject({ code: 'SSRF_BLOCKED' });
    expect(packets).toBe(0);
  },
);

test('a name that answers differently the second time is connected to where it was checked', async () => {
  const url = `http://rebind.test:${port}/`;
  await expect(http.fetch({ url, timeoutMs: 200 })).rejects.toMatchObject({ code: 'HTTP_FAILED' });
  expect(asked).toEqual(['rebind.test']);
  expect(packets).toBe(0);
});

test('a public address may be saved', async () => {
  await http.check('https://public.test/hook');
  await http.check('https://[2606:2800:220:1:248:1893:25c8:1946]/hook');
});

test.each(['x\r\nhost: other', 'x\ny', 'x\u0000'])('the header value %j is refused', async (value) => {
  const request = { url: 'http://public.test/', headers: { 'x-test': value } };
  await expect(http.fetch(request)).rejects.toMatchObject({ code: 'SSRF_BLOCKED' });
});

describe('of an allowed host', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  let allowed: Http;
  let paths: string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      paths.push(`${request.method} ${request.url}`);
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    url = `http://${host}/start`;
    allowed = createHttp({ http: { allow: [host] } });
  });
  afterAll(async () => {
    await allowed.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    paths = [];
  });

  test('an answer comes with its status, headers and unpacked body', async () => {
    answer = (_request, response) => {
      response.writeHead(404, { 'content-encoding': 'gzip', 'x-many': ['a', 'b'] }).end(gzipSync('hello'));
    };
    const { status, headers, body } = await allowed.fetch({
      url,
      method: 'post',
      body: 'x',
      headers: { 'x-a': 'b' },
    });
    expect([status, headers['x-many'], Buffer.from(body).toString()]).toEqual([404, 'a, b', 'hello']);
    expect(paths).toEqual(['POST /start']);
  });

  test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    answer = (_request, response) => response.writeHead(status, { location: '/start' }).end();
    await expect(allowed.fetch({ url, method: 'POST', body: 'x' })).rejects.toMatchObject({
      code: 'SSRF_BLOCKED',
    });
    expect(paths).toEqual(['POST /start']);
  });

  test('an answer that drips is given up when the time is over', async () => {
    answer = (_request, response) => {
      const drip = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(drip));
    };
    await expect(allowed.fetch({ url, timeoutMs: 100 })).rejects.toMatchObject({ code: 'HTTP_FAILED' });
  });

  test.each([
    ['an endless answer', (response: ServerResponse) => endless(response)],
    [
      'an answer that unpacks without end',
      (response: ServerResponse) => {
        response.setHeader('content-encoding', 'gzip');
        const packer = createGzip();
        packer.pipe(response);
        response.on('close', () => packer.destroy());
        endless(packer);
      },
    ],
  ])('%s is cut off at the limit', async (_name, send) => {
    const cut = Promise.withResolvers<void>();
    answer = (_request, response) => {
      response.on('close', cut.resolve);
      send(response);
    };
    const refusal = { code: 'HTTP_FAILED', retryable: false };
    await expect(allowed.fetch({ url, maxBytes: 1_000_000, timeoutMs: 50_000 })).rejects.toMatchObject(
      refusal,
    );
    await cut.promise;
  });
});

/** Writes for as long as somebody reads. */
function endless(to: Writable): void {
  const block = Buffer.alloc(65_536);
  const more = () => {
    while (!to.destroyed && to.write(block));
  };
  to.on('drain', more);
  more();
}

import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { createTestHost, type TestHost } from 'tributary/testkit';
import { createHttp, type Http } from '#platform/http';

/*
 * The table "Outgoing requests" of cases/isolation.md through the door that users take: an address is refused when a
 * webhook is saved, and, where it stands in the database all the same, when it is called. A listener on loopback counts
 * what reaches it; its port is among the allowed ones, so that what refuses is the address and nothing else.
 */

let host: TestHost;
let listener: ReturnType<typeof createTcpServer>;
let port: number;
let packets = 0;
let asked: string[] = [];
const https: Http[] = [];

const names: Record<string, string[][]> = {
  'receiver.test': [['93.184.216.34']],
  'localtest.me': [['127.0.0.1']],
  'app.localtest.me': [['::1']],
  'mixed.test': [['93.184.216.34', 'fd00::1']],
  'mixed-four.test': [['93.184.216.34', '10.0.0.1']],
  'rebind.test': [['93.184.216.34'], ['127.0.0.1']],
  'a.com': [['127.0.0.1']],
  'nowhere.test': [[]],
  'mapped.test': [['::ffff:127.0.0.1']],
  'metadata.test': [['169.254.169.254']],
  // A name of the inside is refused whatever it stands for.
  'metadata.google.internal': [['93.184.216.34']],
};

/** What plugins call by, in this process; resolvers and jobs have it from two places. */
function useHttp(http: Http): void {
  for (const parts of [host.assembly.serviceParts, host.assembly.runnerParts]) Object.assign(parts, { http });
}

beforeAll(async () => {
  listener = createTcpServer((socket) => {
    packets += 1;
    socket.destroy();
  });
  // On every address of the machine, IPv6 and IPv4.
  listener.listen(0);
  await once(listener, 'listening');
  port = (listener.address() as AddressInfo).port;
  host = await createTestHost(new URL('../plugins/notifications/plugin.json', import.meta.url).href);
  const stub = createHttp(
    { http: { allow: [] } },
    {
      ports: [80, 443, port],
      resolve: async (name) => {
        const answers = names[name] ?? [[]];
        const times = asked.filter((each) => each === name).length;
        asked.push(name);
        const answer = answers[Math.min(times, answers.length - 1)] ?? [];
        return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      },
    },
  );
  https.push(stub);
  useHttp(stub);
  await host.query(
    `mutation { setPluginSettings(input: { plugin: "notifications", settings: { webhookMostFailures: 1000 } }) { __typename } }`,
  );
});
afterAll(async () => {
  await host?.close();
  for (const http of https) await http.close();
  listener?.close();
});
beforeEach(() => {
  packets = 0;
  asked = [];
});

interface Attempt {
  status: number | null;
  error: string | null;
  durationMs: number;
}
interface Delivery {
  state: string;
  reason: string | null;
  tries: number;
  attempts: Attempt[];
}
const save = async (url: string) => {
  const { it } = await host.query<{ it: { code?: string; webhook?: { id: string } } }>(
    `mutation ($input: CreateWebhookInput!) { it: createWebhook(input: $input) {
      ... on WebhookSecretPayload { webhook { id } } ... on Failure { code } } }`,
    { input: { url, topics: ['probe'] } },
  );
  return it;
};
/** Sends to one webhook at this address, whatever a check of it had said. */
async function send(url: string): Promise<Delivery> {
  const id = (await save('http://receiver.test/')).webhook?.id ?? '';
  await host.assembly.platform.database.tenant(host.id, (tx) =>
    tx.query(
      `update platform.plugin_store set value = jsonb_set(value, '{url}', to_jsonb($2::text))
        where plugin = 'notifications' and collection = 'webhooks' and key = $1`,
      [id, url],
    ),
  );
  asked = [];
  await host.query(
    `mutation { notify(input: { to: ["role:admin"], topic: "probe", title: "A probe" }) { __typename } }`,
  );
  await host.settled();
  const { webhookDeliveries } = await host.query<{ webhookDeliveries: { nodes: Delivery[] } }>(
    `query ($id: ID!) { webhookDeliveries(webhookId: $id) { nodes { state reason tries attempts { status error durationMs } } } }`,
    { id },
  );
  await host.query(`mutation ($id: ID!) { deleteWebhook(input: { id: $id }) { __typename } }`, { id });
  const [delivery] = webhookDeliveries.nodes;
  if (!delivery) throw new RangeError(`nothing was sent to ${url}`);
  return delivery;
}

const addresses = [
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0', '[::1]', '[::ffff:127.0.0.1]'],
  ...['[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '[::]', '[fe80::1%25lo]', '[fc00::1]'],
  ...[
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '198.18.0.1',
  ],
  ...[
    '198.19.255.255',
    '192.0.0.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '0.0.0.0',
    '0.1.2.3',
    '255.255.255.255',
  ],
  ...['metadata.google.internal', 'localhost', 'localhost.', 'LOCALHOST', 'localtest.me', 'app.localtest.me'],
  ...['mixed.test', 'mixed-four.test', 'nowhere.test', 'mapped.test', 'metadata.test'],
];
const urls = [
  ...addresses.map((address) => `http://${address}:PORT/`),
  ...['http://user@127.0.0.1:PORT/', 'http://a.com#@127.0.0.1:PORT/', 'http://a.com\\@127.0.0.1:PORT/'],
  ...['http://127.0.\t0.1:PORT/', 'http://127.0.0.1\r\n:PORT/', 'http://user:pass@receiver.test/'],
  ...['file:///etc/passwd', 'gopher://127.0.0.1:PORT/_x', 'ftp://127.0.0.1:PORT/', 'data:text/plain,x'],
  'dict://127.0.0.1:PORT/',
  ...[22, 25, 6379, 5432].flatMap((closed) => [
    `http://127.0.0.1:${closed}/`,
    `http://receiver.test:${closed}/`,
  ]),
];

test.each(urls)(
  '%j is refused when it is saved and when it is called, without a packet',
  async (template) => {
    const url = template.replace('PORT', String(port));
    expect(await save(url)).toEqual({ code: 'SSRF_BLOCKED' });
    expect(await send(url)).toMatchObject({ state: 'DEAD', reason: 'SSRF_BLOCKED', tries: 1 });
    expect(packets).toBe(0);
  },
);

test('a webhook that stands is not moved to such an address either', async () => {
  const { webhook } = await save('http://receiver.test/');
  for (const url of ['http://127.0.0.1/', 'http://localtest.me/', 'gopher://receiver.test/']) {
    const { it } = await host.query<{ it: { code?: string } }>(
      `mutation ($input: UpdateWebhookInput!) { it: updateWebhook(input: $input) { ... on Failure { code } } }`,
      { input: { id: webhook?.id, url } },
    );
    expect(it).toEqual({ code: 'SSRF_BLOCKED' });
  }
  await host.query(`mutation ($id: ID!) { deleteWebhook(input: { id: $id }) { __typename } }`, {
    id: webhook?.id,
  });
});

test('a name that answers differently the second time is connected to where it was checked', async () => {
  const bounded = within(200, https[0] as Http);
  useHttp(bounded);
  expect((await save(`http://rebind.test:${port}/`)).webhook).toBeDefined();
  // From now on it says 127.0.0.1, as from the second answer on.
  expect(await send(`http://rebind.test:${port}/`)).toMatchObject({ state: 'DEAD' });
  expect(packets).toBe(0);
  useHttp(https[0] as Http);
});

/** The same with less patience. */
const within = (timeoutMs: number, http: Http, maxBytes?: number): Http => ({
  ...http,
  fetch: (request) => http.fetch({ ...request, timeoutMs, ...(maxBytes && { maxBytes }) }),
});

describe('of an allowed host', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  let paths: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      paths.push(`${request.method} ${request.url}`);
      request.resume();
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const allow = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    url = `http://${allow}/start`;
    const allowed = createHttp(
      { http: { allow: [allow] } },
      { resolve: async () => [{ address: '93.184.216.34', family: 4 }] },
    );
    https.push(allowed);
    useHttp(within(300, allowed));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    paths = [];
  });

  test.each([301, 302, 303, 307, 308])('a redirect (%i) to this machine is not followed', async (status) => {
    answer = (_request, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${port}/` }).end();
    expect(await send(url)).toMatchObject({ state: 'DEAD', reason: 'SSRF_BLOCKED', tries: 1 });
    expect([paths, packets]).toEqual([['POST /start'], 0]);
  });

  test('a redirect that goes round is not followed either', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/start' }).end();
    expect(await send(url)).toMatchObject({ state: 'DEAD', reason: 'SSRF_BLOCKED' });
    expect(paths).toEqual(['POST /start']);
  });

  test('a receiver that drips is given up when the time is over', async () => {
    answer = (_request, response) => {
      const drip = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(drip));
    };
    const delivery = await send(url);
    expect(delivery).toMatchObject({ state: 'DEAD', reason: 'HTTP_FAILED', tries: 5 });
    for (const { durationMs } of delivery.attempts) expect(durationMs).toBeLessThan(5_000);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['an answer without end', (response) => endless(response)],
    [
      'an answer that unpacks without end',
      (response) => {
        response.setHeader('content-encoding', 'gzip');
        const packer = createGzip();
        packer.pipe(response);
        response.on('close', () => packer.destroy());
        endless(packer);
      },
    ],
  ])('%s is cut off, and memory does not grow by it', async (_what, sends) => {
    useHttp(within(20_000, https[1] as Http));
    let sent = 0;
    let closed = 0;
    answer = (_request, response) => {
      response.on('close', () => {
        closed += 1;
        sent += response.socket?.bytesWritten ?? 0;
      });
      sends(response);
    };
    const before = process.memoryUsage().rss;
    expect(await send(url)).toMatchObject({ state: 'DEAD', reason: 'HTTP_FAILED', tries: 5 });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    expect([paths.length, sent < 100 * 1024 * 1024]).toEqual([5, true]);
    expect(closed).toBeGreaterThan(0);
  });

  test('a line break in a header is never sent', async () => {
    for (const value of ['x\r\nhost: other', 'x\ny', 'x\u0000']) {
      const request = { url, headers: { 'x-probe': value } };
      await expect(host.assembly.serviceParts.http.fetch(request)).rejects.toMatchObject({
        code: 'SSRF_BLOCKED',
      });
    }
    expect(paths).toEqual([]);
  });
});

/** Writes for as long as somebody reads. */
function endless(to: Writable): void {
  const block = Buffer.alloc(65_536);
  const more = () => {
    while (!to.destroyed && to.write(block));
  };
  to.on('drain', more);
  to.on('error', () => undefined);
  more();
}

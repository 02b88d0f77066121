import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from 'tributary/sdk';

/** A webhook as it was sent. */
interface Received {
  headers: IncomingMessage['headers'];
  body: string;
}

/** Somebody else's system, to which webhooks are sent: it listens on loopback and checks their signatures. */
export interface Receiver {
  /** `host:port`, for `EGRESS_ALLOW`. */
  host: string;
  url: string;
  /** What has come and is signed with the secret, as JSON. */
  signedWith(secret: string): Promise<unknown[]>;
  close(): Promise<void>;
}

/** Starts one on a free port. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}/tributary`,
    async signedWith(secret) {
      const checked = received.map(async (each) => {
        await verifyWebhook(each, [secret]);
        return JSON.parse(each.body) as unknown;
      });
      return Promise.all(checked);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

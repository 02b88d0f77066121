import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it came. */
export interface ReceivedCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server on loopback that writes down what is posted to it; it answers 204 until it is told otherwise. */
export interface WebhookReceiver {
  readonly url: string;
  /** `host:port`, for `EGRESS_ALLOW`. */
  readonly host: string;
  readonly calls: ReceivedCall[];
  /** How it answers from now on: with a status, or as it is told. */
  answers(how: number | ((response: ServerResponse, call: ReceivedCall) => void)): void;
  close(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const calls: ReceivedCall[] = [];
  let answer: number | ((response: ServerResponse, call: ReceivedCall) => void) = 204;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      calls.push(call);
      if (typeof answer === 'number') response.writeHead(answer).end();
      else answer(response, call);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/hook`,
    host,
    calls,
    answers(how) {
      answer = how;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

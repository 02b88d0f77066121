import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A span as OTLP has it in JSON. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  links?: { traceId: string; spanId: string }[];
  status: { code: number; message?: string };
}

interface Packet {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { schemaUrl?: string; spans: ReceivedSpan[] }[];
  }[];
}

/** An OpenTelemetry collector in this process, healthy until it is told otherwise. */
export interface TestCollector {
  readonly url: string;
  readonly headers: IncomingMessage['headers'][];
  readonly packets: Packet[];
  spans(): ReceivedSpan[];
  /** How it answers from now on; `silent` never does. */
  behave(as: 'healthy' | 'silent' | 'broken'): void;
  /** Resolves when so many requests have come since the start. */
  requests(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startCollector(): Promise<TestCollector> {
  const packets: Packet[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const waiting: { count: number; reached: () => void }[] = [];
  let mood: Parameters<TestCollector['behave']>[0] = 'healthy';
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    headers.push(request.headers);
    if (mood === 'healthy') {
      packets.push(JSON.parse(body) as Packet);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    }
    if (mood === 'broken') response.writeHead(500).end();
    for (const { count, reached } of waiting) if (headers.length >= count) reached();
  };
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    headers,
    packets,
    spans: () =>
      packets.flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    behave(as) {
      mood = as;
    },
    requests(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (headers.length >= count) resolve();
      else waiting.push({ count, reached: resolve });
      return promise;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

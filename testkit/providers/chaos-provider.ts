import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Batches } from './batches.js';
import { sendJson } from './behaviours.js';
import { anthropic } from './dialects/anthropic.js';
import { ollama } from './dialects/ollama.js';
import { openai } from './dialects/openai.js';
import { embed } from './embeddings.js';
import type { Behaviour, ChatBody, Dialect, Exchange } from './exchange.js';

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: ChatBody;
  /** `performance.now()` when its body had come. */
  readonly at: number;
}

/** A server on a free loopback port that speaks the protocols of OpenAI, Anthropic and Ollama, and misbehaves as told. */
export interface ChaosProvider {
  /** Where the protocols of Anthropic and Ollama begin. */
  readonly origin: string;
  /** Where the protocol of OpenAI begins. */
  readonly url: string;
  /** Bodies of the requests to chat since the last `next` or `by`. */
  readonly requests: ChatBody[];
  /** All requests since the last `next` or `by`, those for embeddings too. */
  readonly seen: SeenRequest[];
  /** How many requests ever came. */
  readonly hits: number;
  /** How many connections were ever opened. */
  readonly connections: number;
  readonly openSockets: number;
  readonly batches: Batches;
  /** One behaviour a request to chat, in turn; the last one stays. */
  next(...behaviours: Behaviour[]): void;
  /** The behaviour of every request to chat by what it asks. */
  by(choose: Choose): void;
  /** As `next`, for embeddings; until then they are vectors of their texts. */
  nextEmbeddings(...behaviours: Behaviour[]): void;
  /** Resolves when no request is on its way: each was answered, or its connection closed. */
  quiet(signal: AbortSignal): Promise<void>;
  /** Closes the port: connections are refused until `rise`, on the same port. */
  fall(): Promise<void>;
  rise(): Promise<void>;
  close(): Promise<void>;
}

const dialects: Readonly<Record<string, Dialect>> = {
  '/v1/chat/completions': openai,
  '/v1/messages': anthropic,
  '/api/chat': ollama,
};
const embeddingPaths: Readonly<Record<string, Dialect>> = { '/v1/embeddings': openai, '/api/embed': ollama };

export async function startChaosProvider(): Promise<ChaosProvider> {
  const server = createServer((request, response) => void receive(request, response));
  const sockets = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  const requests: ChatBody[] = [];
  const seen: SeenRequest[] = [];
  const batches = new Batches();
  let hits = 0;
  let connections = 0;
  let choose = inTurn([]);
  let chooseEmbedding = inTurn([embed()]);

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    responses.add(response);
    response.once('close', () => responses.delete(response));
    const raw = await bytesOf(request);
    const path = (request.url ?? '').replace(/\?.*$/, '');
    hits += 1;
    const type = request.headers['content-type'] ?? '';
    if (batches.answer(request.method ?? '', path, raw, type, response)) return;
    const body = JSON.parse(raw.toString() || '{}') as ChatBody;
    seen.push({ path: request.url ?? '', headers: request.headers, body, at: performance.now() });
    // An Azure deployment is a part of the path.
    const place = path.replace(/^\/openai\/deployments\/[^/]+/, '/v1');
    const dialect = dialects[place] ?? embeddingPaths[place] ?? openai;
    const method = request.method ?? '';
    const exchange: Exchange = { method, path: place, headers: request.headers, body, dialect, response };
    response.on('error', () => undefined);
    if (place in dialects) requests.push(body);
    await behaviourOf(place, body, request.headers)(exchange);
  }

  function behaviourOf(place: string, body: ChatBody, headers: IncomingHttpHeaders): Behaviour {
    if (place in dialects) return choose(body, headers);
    if (place in embeddingPaths) return chooseEmbedding(body, headers);
    if (place === '/v1/models') return (exchange) => sendJson(exchange, 200, { object: 'list', data: [] });
    return (exchange) => sendJson(exchange, 404, openai.error('bad-request', 'no such path'));
  }

  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const fall = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const port = await listen(0);
  const origin = `http://127.0.0.1:${port}`;
  const forget = () => {
    requests.length = 0;
    seen.length = 0;
  };
  return {
    origin,
    url: `${origin}/v1`,
    requests,
    seen,
    batches,
    get hits() {
      return hits;
    },
    get connections() {
      return connections;
    },
    get openSockets() {
      return sockets.size;
    },
    next(...behaviours) {
      forget();
      choose = inTurn(behaviours);
    },
    by(chosen) {
      forget();
      choose = chosen;
    },
    nextEmbeddings(...behaviours) {
      forget();
      chooseEmbedding = inTurn(behaviours);
    },
    async quiet(signal) {
      for (const response of responses) if (!response.closed) await once(response, 'close', { signal });
    },
    fall,
    async rise() {
      await listen(port);
    },
    async close() {
      if (server.listening) await fall();
    },
  };
}

type Choose = (body: ChatBody, headers: IncomingHttpHeaders) => Behaviour;

function inTurn(behaviours: readonly Behaviour[]): Choose {
  const left = [...behaviours];
  return () => (left.length > 1 ? left.shift() : left[0]) ?? (({ response }) => void response.destroy());
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

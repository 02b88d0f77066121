import { once } from 'node:events';
import { AppError, type RequestContext } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import { WebSocket } from 'ws';
import type { Logger } from '#platform';
import { callerOf } from '../../testkit/subgraph-host.js';
import { buildExecutable } from './build-executable.js';
import type { GraphContext } from './context.js';
import { type ServedGraph, serveSubgraph } from './serve.js';

const typeDefs = /* GraphQL */ `
  type Query { who: String  echo(text: String!): String }
  type Mutation { wait: String }
  type Subscription { numbers(upTo: Int!): Int  broken: Int  endless: Int }
`;
const logged: string[] = [];
const silent = () => undefined;
const log: Logger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: (_fields, message) => logged.push(message),
};
const ann = callerOf(newId(), { actor: 'user:ann' });
const identity = {
  open: async (token: string): Promise<RequestContext> => {
    if (token !== 'sealed') throw new AppError('UNAUTHENTICATED');
    return ann;
  },
};
const authorization = 'Bearer sealed';

let served: ServedGraph;
let left = Promise.withResolvers<void>();
let begun = Promise.withResolvers<void>();
const untilLeft = async (signal: AbortSignal) => {
  begun.resolve();
  await once(signal, 'abort');
  left.resolve();
};
beforeEach(async () => {
  left = Promise.withResolvers();
  begun = Promise.withResolvers();
  logged.length = 0;
  const subgraph = buildExecutable('trial', typeDefs, {
    Query: {
      who: (_root: unknown, _args: unknown, { request }: GraphContext) => request.actor,
      echo: (_root: unknown, { text }: { text: string }) => text,
    },
    Mutation: { wait: (_root: unknown, _args: unknown, { signal }: GraphContext) => untilLeft(signal) },
    Subscription: {
      numbers: {
        subscribe: async function* (_root: unknown, { upTo }: { upTo: number }) {
          for (let at = 1; at <= upTo; at += 1) yield { numbers: at };
        },
      },
      broken: {
        subscribe: async function* () {
          yield { broken: 1 };
          throw new RangeError('secret of the source');
        },
      },
      endless: {
        subscribe: async function* (_root: unknown, _args: unknown, { signal }: GraphContext) {
          yield { endless: 1 };
          await untilLeft(signal);
        },
      },
    },
  });
  served = await serveSubgraph(subgraph, { identity, host: '127.0.0.1', port: 0, log });
});
afterEach(() => served.close());

const post = (body: string, init: RequestInit = {}) =>
  fetch(served.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body,
    ...init,
  });

describe('a request', () => {
  it('is answered for the one it is made for', async () => {
    const answer = await post(JSON.stringify({ query: '{ who }' }));
    expect(await answer.json()).toEqual({ data: { who: 'user:ann' } });
  });

  it.each([
    ['no JSON', '{', 400, 'BAD_USER_INPUT'],
    ['nothing', '', 400, 'BAD_USER_INPUT'],
    [
      'more than is read',
      JSON.stringify({ query: `{ echo(text: "${'x'.repeat(11_000_000)}") }` }),
      413,
      'PAYLOAD_TOO_LARGE',
    ],
  ])('that holds %s is refused with its code', async (_name, body, status, code) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('that does not fit the graph is a mistake of ours, for only our gateways ask: masked and logged', async () => {
    const answer = await post(JSON.stringify({ query: '{ nothing }' }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
    expect(logged).toEqual(['An unexpected error was masked']);
  });

  it('whose caller leaves is ended', async () => {
    const leaving = new AbortController();
    const answer = post(JSON.stringify({ query: 'mutation { wait }' }), { signal: leaving.signal });
    await begun.promise;
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await left.promise;
  });
});

describe('a WebSocket', () => {
  async function connect(payload: object = { authorization }): Promise<WebSocket> {
    const socket = new WebSocket(served.url.replace('http', 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
    return socket;
  }
  /** The messages of one subscription, to its end. */
  async function subscribe(socket: WebSocket, query: string): Promise<Record<string, unknown>[]> {
    const messages: Record<string, unknown>[] = [];
    for await (const [data] of on(socket)) {
      const message = JSON.parse(String(data));
      if (message.type === 'connection_ack')
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      else messages.push(message);
      if (['complete', 'error'].includes(message.type)) break;
    }
    socket.close();
    return messages;
  }
  async function* on(socket: WebSocket): AsyncGenerator<unknown[]> {
    const waiting: unknown[][] = [];
    let wake = Promise.withResolvers<void>();
    socket.on('message', (...message) => {
      waiting.push(message);
      wake.resolve();
    });
    for (;;) {
      await wake.promise;
      wake = Promise.withResolvers();
      yield* waiting.splice(0);
    }
  }

  it('carries the events of a subscription to its end', async () => {
    const messages = await subscribe(await connect(), 'subscription { numbers(upTo: 3) }');
    expect(messages.map(({ payload }) => payload)).toEqual([
      { data: { numbers: 1 } },
      { data: { numbers: 2 } },
      { data: { numbers: 3 } },
      undefined,
    ]);
  });

  it('never tells why a stream broke', async () => {
    const socket = await connect();
    const closed = once(socket, 'close');
    const messages = await Promise.race([
      subscribe(socket, 'subscription { broken }'),
      closed.then(() => []),
    ]);
    expect(JSON.stringify(messages)).not.toContain('secret');
    const [, reason] = await closed;
    expect(String(reason)).not.toContain('secret');
  });

  it('ends the streams of a reader that is gone', async () => {
    const socket = await connect();
    await once(socket, 'message');
    socket.send(
      JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { endless }' } }),
    );
    await begun.promise;
    socket.terminate();
    await left.promise;
  });

  it.each([[{}], [{ authorization: 'Bearer wrong' }], [{ authorization: 5 }]])(
    'with %j is closed',
    async (payload) => {
      const [code] = await once(await connect(payload), 'close');
      expect(code).toBe(4403);
    },
  );

  it('is sent away when the server stops', async () => {
    const socket = await connect();
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await served.close();
    expect((await closed)[0]).toBe(1001);
  });
});

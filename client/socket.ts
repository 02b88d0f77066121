import { createClient, type Client as SocketClient } from 'graphql-ws';
import { ClientError, errorOf, type GraphErrorShape } from './client-error.js';
import { payloadOf } from './operation.js';
import { authorization, type Endpoint } from './request.js';

export interface Subscription {
  query: string;
  variables: unknown;
}

/** Opens a subscription and ends when it completes, fails or is cut; going on afterwards is up to the caller. */
export type Transport = (subscription: Subscription, signal: AbortSignal) => AsyncGenerator<unknown>;

export interface SocketTransport {
  subscribe: Transport;
  close(): Promise<void>;
}

const pingMs = 15_000;
const pongMs = 10_000;

/** Subscriptions over one WebSocket, by the protocol graphql-transport-ws. */
export function createSocket(endpoint: Endpoint): SocketTransport {
  const url = new URL('/graphql', endpoint.url);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  const answered = () => clearTimeout(unanswered);
  const client: SocketClient = createClient({
    url: url.href,
    lazy: true,
    // A stream that was cut goes on from its own cursor, so the socket must not start anything again by itself.
    retryAttempts: 0,
    connectionParams: async () => ({ authorization: await authorization(endpoint) }),
    // A line that is cut without a word is found out by asking.
    keepAlive: pingMs,
    on: {
      ping: (received) => {
        if (!received) unanswered = setTimeout(() => client.terminate(), pongMs);
      },
      pong: (received) => {
        if (received) answered();
      },
      closed: answered,
    },
  });

  return {
    async *subscribe(subscription, signal) {
      if (signal.aborted) return;
      const results = client.iterate<Record<string, unknown>>(payloadOf(subscription));
      const leave = () => void results.return?.(undefined);
      signal.addEventListener('abort', leave, { once: true });
      try {
        for await (const { data, errors } of results) {
          if (errors && errors.length > 0) throw errorOf(errors as unknown as GraphErrorShape[]);
          yield data;
        }
      } catch (error) {
        throw asClientError(error);
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
    close: async () => client.dispose(),
  };
}

const refused: Readonly<Record<number, string>> = {
  4400: 'BAD_USER_INPUT',
  4401: 'UNAUTHENTICATED',
  4403: 'UNAUTHENTICATED',
};

function asClientError(error: unknown): ClientError {
  if (error instanceof ClientError) return error;
  if (Array.isArray(error)) return errorOf(error as GraphErrorShape[]);
  const { code, reason } = (error ?? {}) as { code?: number; reason?: string };
  const known = code === undefined ? undefined : refused[code];
  if (known) return new ClientError(known, reason || 'The server closed the socket', {}, { cause: error });
  return new ClientError('NETWORK', 'The connection was lost', { retryable: true }, { cause: error });
}

import { openEvents, readEvents } from './event-stream.js';
import { SocketClient } from './socket-client.js';
import { post, read } from './test-gateway.js';

/** How an operation that is refused was answered. */
export interface Refused {
  /** Null where the transport has none. */
  status: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  errors: any[];
  text: string;
}

/** A gateway, and whom to be there; a user of the test gateway if it is not said. */
export interface Endpoint {
  graphql: string;
  socket: string;
  token?: string;
}

export interface Transport {
  name: string;
  refuse(endpoint: Endpoint, params: object): Promise<Refused>;
}

const usual = 'token-a';

/** Limits must not be those of one transport only. */
export const transports: readonly Transport[] = [
  {
    name: 'HTTP',
    async refuse({ graphql, token = usual }, params) {
      const { status, body, text } = await post(graphql, params, { authorization: `Bearer ${token}` });
      return { status, errors: body.data === undefined ? body.errors : [], text };
    },
  },
  {
    name: 'server-sent events',
    async refuse({ graphql, token = usual }, params) {
      const response = await openEvents(graphql, params, { token });
      if (response.headers.get('content-type')?.includes('event-stream')) {
        for await (const { data } of readEvents(response)) return { status: 200, errors: [], text: data };
      }
      const { status, body, text } = await read(response);
      return { status, errors: body.errors, text };
    },
  },
  {
    name: 'WebSocket',
    async refuse({ socket, token = usual }, params) {
      const client = await SocketClient.signedIn(socket, token);
      const frames = await client.operation('1', params);
      client.close();
      const errors = frames.flatMap(({ type, payload }) => (type === 'error' ? payload : []));
      return { status: null, errors, text: JSON.stringify(frames) };
    },
  },
];

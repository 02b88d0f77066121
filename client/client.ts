import { createEventStream } from './event-stream.js';
import type { Operation } from './operation.js';
import { type Endpoint, send } from './request.js';
import { followRun, type ResumeOptions, type RunEventData } from './run-stream.js';
import { createSocket } from './socket.js';
import { type UploadedDocument, type UploadRequest, upload } from './upload.js';

export interface ClientOptions extends Endpoint {
  /** How subscriptions come: WebSocket by default, or server-sent events. */
  transport?: 'websocket' | 'sse';
}

export interface Client {
  /** Sends a query or mutation. Throws `ClientError` with the code of the server. */
  request<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables?: Variables,
    options?: { signal?: AbortSignal },
  ): Promise<Data>;
  /** The data of a subscription as it comes; ends when the connection does. */
  subscribe<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: { signal?: AbortSignal },
  ): AsyncGenerator<Data>;
  /** The events of a run to its end, resumed by cursor over lost connections; the operation takes `$after`. */
  follow<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Omit<Variables, 'after'>,
    options?: ResumeOptions,
  ): AsyncGenerator<RunEventData>;
  upload(request: UploadRequest): Promise<UploadedDocument>;
  close(): Promise<void>;
}

/** A client of one gateway with one identity. */
export function createClient({ transport = 'websocket', ...endpoint }: ClientOptions): Client {
  const socket = createSocket(endpoint);
  const open = transport === 'sse' ? createEventStream(endpoint) : socket.subscribe;
  const never = new AbortController().signal;
  return {
    async request<Data, Variables>(
      query: Operation<Data, Variables>,
      variables?: Variables,
      options: { signal?: AbortSignal } = {},
    ) {
      return (await send(endpoint, { query, variables: variables ?? {} }, options.signal)) as Data;
    },
    subscribe: <Data, Variables>(
      query: Operation<Data, Variables>,
      variables: Variables,
      { signal = never }: { signal?: AbortSignal } = {},
    ) => open({ query, variables }, signal) as AsyncGenerator<Data>,
    follow: (query, variables, options) => followRun(open, { query, variables }, options),
    upload: (request) => upload(endpoint, request),
    close: () => socket.close(),
  };
}

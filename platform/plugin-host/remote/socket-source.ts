import { createClient } from 'graphql-ws';
import { AppError } from 'tributary/sdk';
import { WebSocket } from 'ws';
import { EventQueue } from './event-queue.js';
import { type CallScope, identityHeader, type RemoteAddress, type SentOperation } from './parts.js';
import { type RemoteAnswer, readAnswer } from './remote-answer.js';
import { codedError } from './remote-error.js';

const eventBytes = 1_000_000;
const handshakeMs = 5000;
const pingMs = 12_000;
const pongMs = 6000;

/** What becomes of the connection, for the plugin's health. */
export interface SourceWatch {
  connected(): void;
  failed(error: AppError): void;
  /** Called once, however it ended. */
  closed(): void;
}

/**
 * The events of a subscription of a remote plugin, over a socket of its own (graphql-transport-ws). A line that is
 * lost ends it with `GOING_AWAY`, so that whoever reads knows to come back with a cursor.
 */
export function openSocket(
  { plugin, url, http, identity }: RemoteAddress,
  operation: SentOperation,
  { request, signal }: CallScope,
  watch: SourceWatch,
): EventQueue<RemoteAnswer> {
  const guard = http.guard(url);
  let socket: WebSocket | null = null;
  let silence: NodeJS.Timeout | null = null;
  let isConnected = false;
  let isTooLarge = false;
  class GuardedSocket extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      const headers = { 'x-request-id': request.requestId, traceparent: request.traceparent };
      super(address, protocols, {
        ...guard,
        headers,
        maxPayload: eventBytes,
        handshakeTimeout: handshakeMs,
        perMessageDeflate: false,
        followRedirects: false,
      });
      socket = this;
      this.on('error', (error: NodeJS.ErrnoException) => {
        isTooLarge = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
      });
    }
  }
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: GuardedSocket,
    retryAttempts: 0,
    connectionAckWaitTimeout: handshakeMs,
    connectionParams: async () => ({
      [identityHeader]: await identity.sign({ plugin, context: request, body: null }),
      'x-request-id': request.requestId,
      traceparent: request.traceparent,
    }),
    keepAlive: pingMs,
    on: {
      connected() {
        isConnected = true;
        watch.connected();
      },
      ping(isReceived) {
        if (!isReceived) silence = setTimeout(() => client.terminate(), pongMs).unref();
      },
      pong(isReceived) {
        if (isReceived && silence) clearTimeout(silence);
      },
    },
  });
  const leave = () => events.end(null);
  const events = new EventQueue<RemoteAnswer>({
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    close() {
      signal.removeEventListener('abort', leave);
      if (silence) clearTimeout(silence);
      // A socket that is paused would not see the other side close.
      socket?.resume();
      stop();
      void client.dispose();
      watch.closed();
    },
  });
  const fail = (error: AppError) => {
    if (error.code.startsWith('PLUGIN_')) watch.failed(error);
    events.end(error);
  };
  const { query, variables, operationName } = operation;
  const stop = client.subscribe(
    { query, variables, operationName },
    {
      next(event) {
        try {
          events.push(readAnswer(plugin, event));
        } catch (error) {
          fail(
            error instanceof AppError ? error : new AppError('PLUGIN_FAULT', { plugin }, { cause: error }),
          );
        }
      },
      error(error) {
        if (Array.isArray(error)) {
          // An error frame of the protocol: GraphQL errors, before or at the end of the stream.
          const [first] = readAnswer(plugin, { errors: error }).errors ?? [];
          fail(first ? codedError(plugin, first) : new AppError('PLUGIN_FAULT', { plugin }));
        } else if (isConnected && error instanceof Error) {
          // What the protocol's client throws of a message; a line that is lost is an event.
          fail(new AppError('PLUGIN_PART_INVALID', { plugin, reason: 'a frame is not of the protocol' }));
        } else if (isTooLarge) {
          fail(
            new AppError('PLUGIN_PART_INVALID', { plugin, reason: 'a part is too large' }, { cause: error }),
          );
        } else if (isConnected) events.end(new AppError('GOING_AWAY', {}, { cause: error }));
        else fail(unavailable(plugin, error));
      },
      complete: leave,
    },
  );
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  return events;
}

const unavailable = (plugin: string, cause: unknown) =>
  new AppError('PLUGIN_UNAVAILABLE', { plugin, reason: 'its socket cannot be opened' }, { cause });

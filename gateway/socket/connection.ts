import type { IncomingMessage } from 'node:http';
import { CloseCode, type makeServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Logger } from '#platform';
import type { SocketSession } from './session.js';

const pingMs = 12_000;
/** Bytes that may wait for a reader, and for how long. */
const bufferedBytes = 256 * 1024;
const slowMs = 10_000;
const hardBufferedBytes = 4 * 1024 * 1024;

export interface SocketExtra {
  readonly request: IncomingMessage;
  readonly session: SocketSession;
}

/** Joins one socket to the protocol of graphql-transport-ws. */
export function serveSocket(
  server: ReturnType<typeof makeServer<Record<string, unknown>, SocketExtra>>,
  socket: WebSocket,
  extra: SocketExtra,
  log: Logger,
): void {
  const stopPings = keepAlive(socket);
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data, extra.session),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data) => {
          handle(String(data)).catch((err: unknown) => {
            log.warn({ err }, 'A WebSocket message could not be handled');
            socket.close(CloseCode.BadRequest, 'Invalid message');
          });
        }),
    },
    extra,
  );
  socket.once('error', (err) => log.debug({ err }, 'A WebSocket broke'));
  socket.once('close', (code, reason) => {
    stopPings();
    extra.session.close();
    closed(code, String(reason)).catch((err: unknown) =>
      log.warn({ err }, 'A WebSocket could not be closed'),
    );
  });
}

/** Done when the reader took it; a reader that takes nothing for 10 s, or is far behind, is let go. */
function send(socket: WebSocket, data: string, session: SocketSession): Promise<void> {
  if (socket.readyState !== socket.OPEN) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.send(data, () => resolve());
  if (socket.bufferedAmount > hardBufferedBytes) session.tooSlow();
  else if (socket.bufferedAmount > bufferedBytes) {
    const timer = setTimeout(() => session.tooSlow(), slowMs);
    timer.unref();
    void promise.then(() => clearTimeout(timer));
  }
  return promise;
}

/** Finds readers that are gone without a word. */
function keepAlive(socket: WebSocket): () => void {
  let isAnswered = true;
  socket.on('pong', () => {
    isAnswered = true;
  });
  const timer = setInterval(() => {
    if (!isAnswered) return socket.terminate();
    isAnswered = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  return () => clearInterval(timer);
}

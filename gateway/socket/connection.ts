import type { IncomingMessage } from 'node:http';
import { CloseCode, type makeServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Logger } from '#platform';
import type { SocketSession } from './session.js';

const pingMs = 12_000;
/** How long one message may wait for its reader; each stream sends its next one only after it. */
const slowMs = 10_000;
/** What may wait of all streams of a socket together. */
const mostBufferedBytes = 4 * 1024 * 1024;

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
  // Answered at once, a fast source would go on and on, and the end of the socket would never be heard of.
  if (socket.readyState !== socket.OPEN) return session.closed;
  if (socket.bufferedAmount > mostBufferedBytes) {
    session.tooSlow();
    return session.closed;
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.send(data, () => resolve());
  if (socket.bufferedAmount > 0) {
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

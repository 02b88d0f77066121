import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { answerOf } from './answer.js';
import { beginStream, framesOf, page, sendJson } from './behaviours.js';
import type { Behaviour, ErrorKind, Exchange } from './exchange.js';

/* What goes wrong on the way from a provider. Each says the given parts as far as it comes. */

/** The frames up to and with these parts, without an end. */
function opening({ dialect, body }: Exchange, parts: readonly string[]): string[] {
  const { begin, parts: said } = dialect.frames(answerOf(parts), body.model);
  return [...begin, ...said];
}

/** The connection is reset (RST) after these parts; with none, before any byte of an answer. */
export const resetAfter =
  (...parts: string[]): Behaviour =>
  async (exchange) => {
    const { response } = exchange;
    if (parts.length > 0) {
      beginStream(exchange);
      await flushed(exchange, opening(exchange, parts).join(''));
    }
    response.socket?.resetAndDestroy();
  };

/** The answer ends in good order after these parts, but was not whole. */
export const breakAfter =
  (...parts: string[]): Behaviour =>
  (exchange) => {
    beginStream(exchange);
    exchange.response.end(opening(exchange, parts).join(''));
  };

/** Nothing more comes after these parts; with none, not even the head of an answer. */
export const hangAfter =
  (...parts: string[]): Behaviour =>
  (exchange) => {
    if (parts.every((part) => part === '')) return;
    beginStream(exchange);
    exchange.response.write(opening(exchange, parts).join(''));
  };

/** A whole answer, a byte at a time. */
export const drip =
  (milliseconds: number, ...parts: string[]): Behaviour =>
  async (exchange) => {
    const { response } = exchange;
    beginStream(exchange);
    for (const byte of Buffer.from(framesOf(exchange, answerOf(parts)).join(''))) {
      if (response.destroyed) return;
      response.write(Buffer.of(byte));
      await wait(milliseconds);
    }
    response.end();
  };

/** Success by its status, a proxy's page by its content; `asStream` also lies about its type. */
export const htmlPage =
  ({ asStream = false }: { asStream?: boolean } = {}): Behaviour =>
  ({ response, dialect }) => {
    response.writeHead(200, { 'content-type': asStream ? dialect.streamType : 'text/html' }).end(page);
  };

/** The last event of the stream is cut in the middle of its JSON. */
export const halfJson =
  (...parts: string[]): Behaviour =>
  (exchange) => {
    beginStream(exchange);
    const text = opening(exchange, parts).join('').trimEnd();
    exchange.response.end(`${text.slice(0, -10)}\n\n`);
  };

/** All is there but the protocol's mark of the end. */
export const withoutEndMark =
  (...parts: string[]): Behaviour =>
  (exchange) => {
    const { dialect, body } = exchange;
    const { begin, parts: said, end } = dialect.frames(answerOf(parts), body.model);
    beginStream(exchange);
    exchange.response.end([...begin, ...said, ...end].join(''));
  };

/** A frame comes twice: the beginning, the last part, or the end. */
export const duplicated =
  (which: 'begin' | 'part' | 'end', ...parts: string[]): Behaviour =>
  (exchange) => {
    const { dialect, body, response } = exchange;
    const { begin, parts: said, end, mark } = dialect.frames(answerOf(parts), body.model);
    const twice = (frames: readonly string[], doubled: boolean) =>
      doubled ? frames.flatMap((frame, index) => (index === 0 ? [frame, frame] : [frame])) : frames;
    const doubledParts = which === 'part' ? [...said, ...said.slice(-1)] : said;
    beginStream(exchange);
    const frames = [
      ...twice(begin, which === 'begin'),
      ...doubledParts,
      ...twice(end, which === 'end'),
      mark,
    ];
    response.end(frames.join(''));
  };

/** One part of so many bytes. */
export const hugeChunk = (bytes: number): Behaviour => {
  const part = 'x'.repeat(bytes);
  return (exchange) => {
    beginStream(exchange);
    exchange.response.end(framesOf(exchange, answerOf([part])).join(''));
  };
};

/** Parts without an end: it says the same until the other side has gone. */
export const endless =
  (part: string): Behaviour =>
  async (exchange) => {
    const { response, dialect, body } = exchange;
    beginStream(exchange);
    response.write(opening(exchange, []).join(''));
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    for (let index = 0; !gone.signal.aborted; index += 1) {
      if (response.write(dialect.part(part, index, body.model))) continue;
      await once(response, 'drain', { signal: gone.signal }).catch(() => undefined); // whoever read has gone
    }
  };

/** Status 200, and an error in the body: of the whole answer, or as an event after these parts. */
export const errorUnder200 =
  (kind: ErrorKind, ...parts: string[]): Behaviour =>
  (exchange) => {
    const { dialect, response } = exchange;
    const error = dialect.error(kind, 'no, and here is your prompt');
    if (parts.length === 0) {
      sendJson(exchange, 200, error);
      return;
    }
    beginStream(exchange);
    const text = JSON.stringify(error);
    const frame =
      dialect.streamType === 'text/event-stream' ? `event: error\ndata: ${text}\n\n` : `${text}\n`;
    response.end(opening(exchange, parts).join('') + frame);
  };

/** A whole answer in packets that end inside a character of several bytes. */
export const splitCharacters =
  (...parts: string[]): Behaviour =>
  async (exchange) => {
    beginStream(exchange);
    exchange.response.socket?.setNoDelay(true);
    const bytes = Buffer.from(framesOf(exchange, answerOf(parts)).join(''));
    let sent = 0;
    for (let at = 1; at < bytes.length; at += 1) {
      // A byte 10xxxxxx goes on with a character: the cut is before it.
      if (((bytes[at] ?? 0) & 0xc0) !== 0x80) continue;
      await flushed(exchange, bytes.subarray(sent, at));
      sent = at;
    }
    exchange.response.end(bytes.subarray(sent));
  };

/** Bytes that are no UTF-8 in the middle of a part. */
export const badUtf8 =
  (...parts: string[]): Behaviour =>
  (exchange) => {
    beginStream(exchange);
    const bytes = Buffer.from(framesOf(exchange, answerOf([...parts, '@@'])).join(''));
    const at = bytes.lastIndexOf('@@');
    bytes[at] = 0xc3;
    bytes[at + 1] = 0x28;
    exchange.response.end(bytes);
  };

/** Waits until the bytes are with the kernel, so that what follows comes in a packet of its own. */
async function flushed({ response }: Exchange, bytes: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => response.write(bytes, () => resolve()));
  await wait(2);
}

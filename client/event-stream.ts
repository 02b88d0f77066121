import { ClientError, errorOf, type GraphErrorShape } from './client-error.js';
import { payloadOf } from './operation.js';
import { authorization, type Endpoint, reach, refusalOf } from './request.js';
import type { Subscription, Transport } from './socket.js';

const silenceMs = 40_000;

interface Frame {
  event: string;
  data: string;
}

/** Subscriptions by server-sent events: one request each, for where a WebSocket cannot be had. */
export function createEventStream(endpoint: Endpoint): Transport {
  return async function* subscribe(subscription, signal) {
    if (signal.aborted) return;
    // `fetch` keeps its hold on a signal: each connection has one of its own, so that a long-lived one gathers none.
    const connection = new AbortController();
    const leave = () => connection.abort();
    signal.addEventListener('abort', leave, { once: true });
    try {
      yield* connect(endpoint, subscription, connection.signal);
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  };
}

async function* connect(
  endpoint: Endpoint,
  subscription: Subscription,
  signal: AbortSignal,
): AsyncGenerator<unknown> {
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization: await authorization(endpoint),
  };
  const body = JSON.stringify(payloadOf(subscription));
  const init = { method: 'POST', headers, body, signal };
  const response = await reach(new URL('/graphql', endpoint.url), init).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (!response) return;
  if (!response.ok || !response.body) throw await refusalOf(response);
  for await (const { event, data } of frames(response.body, signal)) {
    if (event === 'complete') return;
    if (event !== 'next') continue;
    const result = resultOf(data);
    if (result.errors && result.errors.length > 0) throw errorOf(result.errors);
    yield result.data;
  }
  if (!signal.aborted) throw lost();
}

const lost = (cause?: unknown) =>
  new ClientError('NETWORK', 'The connection was lost', { retryable: true }, { cause });

function resultOf(data: string): { data?: unknown; errors?: GraphErrorShape[] } {
  try {
    return JSON.parse(data) as { data?: unknown; errors?: GraphErrorShape[] };
  } catch (cause) {
    throw lost(cause);
  }
}

/** Frames as the HTML standard describes them, "Server-sent events", 9.2.6. */
async function* frames(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Frame> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await read(reader, signal);
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      const parts = rest.split(/\r?\n\r?\n/);
      rest = parts.pop() ?? '';
      for (const part of parts) yield frameOf(part);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The server says something at least every 12 s; one that is silent for longer is gone. */
async function read(reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal) {
  const silence = setTimeout(() => void reader.cancel().catch(() => undefined), silenceMs);
  try {
    return await reader.read();
  } catch (cause) {
    if (signal.aborted) return { done: true as const, value: undefined };
    throw lost(cause);
  } finally {
    clearTimeout(silence);
  }
}

function frameOf(text: string): Frame {
  const lines = text.split(/\r?\n/);
  const linesOf = (field: string) =>
    lines
      .filter((line) => line.startsWith(`${field}:`))
      .map((line) => line.slice(field.length + 1).replace(/^ /, ''));
  return { event: linesOf('event')[0] ?? 'message', data: linesOf('data').join('\n') };
}

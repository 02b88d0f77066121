import { ClientError, errorOf, type GraphErrorShape } from './client-error.js';
import { authorization, type Endpoint, reach } from './request.js';
import type { Transport } from './socket.js';

interface Frame {
  event: string;
  data: string;
}

/** Subscriptions by server-sent events: one request each, for where a WebSocket cannot be had. */
export function createEventStream(endpoint: Endpoint): Transport {
  return async function* subscribe({ query, variables }, signal) {
    const headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: await authorization(endpoint),
    };
    const body = JSON.stringify({ query, variables });
    const response = await reach(new URL('/graphql', endpoint.url), {
      method: 'POST',
      headers,
      body,
      signal,
    });
    if (!response.ok || !response.body) {
      const { errors = [] } = (await response.json().catch(() => ({}))) as { errors?: GraphErrorShape[] };
      throw errorOf(errors, response.status);
    }
    for await (const { event, data } of frames(response.body, signal)) {
      if (event === 'complete') return;
      if (event !== 'next') continue;
      const result = JSON.parse(data) as { data?: unknown; errors?: GraphErrorShape[] };
      if (result.errors && result.errors.length > 0) throw errorOf(result.errors);
      yield result.data;
    }
    throw new ClientError('NETWORK', 'The connection was lost', { retryable: true });
  };
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

async function read(reader: ReadableStreamDefaultReader<Uint8Array>, signal: AbortSignal) {
  try {
    return await reader.read();
  } catch (cause) {
    if (signal.aborted) return { done: true as const, value: undefined };
    throw new ClientError('NETWORK', 'The connection was lost', { retryable: true }, { cause });
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

import type { Dispatcher } from 'undici';
import type { WireEvent } from './event-reader.js';
import { failureInBody, failureOfTransport, malformed } from './failure.js';
import type { Protocol } from './protocol.js';
import { ProviderFailure } from './provider.js';
import { protocolHeaders, type WireHeaders } from './target-headers.js';
import type { Wire, WireAnswer } from './wire.js';
import { bytesOf, jsonOf } from './wire-body.js';

type Body = Dispatcher.ResponseData['body'];

/** An event is written for each token at most, and has a frame around its text; this is several times of what any has. */
const bytesAToken = 2048;
const leastBytes = 2 * 1024 * 1024;
const mostErrorBytes = 64 * 1024;
/** How long the rest behind the end mark is waited for, so that the connection can be used again. */
const restMs = 1000;

/**
 * One call through the wire, as the `fetch` of a vendor's client. It looks at each event before the client does; the
 * client gets whole, valid events only, and what went wrong is kept here, for clients wrap what they are thrown.
 */
export class WireCall {
  readonly #wire: Wire;
  readonly #protocol: Protocol;
  readonly #signal: AbortSignal;
  readonly #mostBytes: number;
  readonly #headers: WireHeaders;
  #body: Body | null = null;
  #ended = false;
  #failure: unknown = null;

  constructor(
    wire: Wire,
    protocol: Protocol,
    { headers, maxOutputTokens }: { headers: WireHeaders; maxOutputTokens: number },
    signal: AbortSignal,
  ) {
    this.#wire = wire;
    this.#protocol = protocol;
    this.#headers = headers;
    this.#mostBytes = leastBytes + maxOutputTokens * bytesAToken;
    this.#signal = signal;
  }

  /** For the vendor's client. */
  readonly fetch = async (input: unknown, init: RequestInit = {}): Promise<Response> => {
    try {
      const headers = { ...protocolHeaders(new Headers(init.headers)), ...this.#headers };
      const body = typeof init.body === 'string' ? init.body : null;
      const request = { url: addressOf(input), method: 'POST' as const, headers, body };
      const answer = await this.#wire.send(request, this.#signal);
      this.#body = answer.body;
      if (answer.mediaType !== this.#protocol.mediaType) throw await notAStream(answer, this.#signal);
      return this.#response(answer.body);
    } catch (error) {
      throw this.#failed(error);
    }
  };

  /** Why a call failed of which the client threw this. */
  failureOf(error: unknown): unknown {
    if (this.#failure !== null) return this.#failure;
    if (error instanceof ProviderFailure) return error;
    // Nothing came amiss on the wire: the client itself refuses the request, or the answer.
    return new ProviderFailure({ class: this.#body ? 'malformed' : 'bad-request' }, { cause: error });
  }

  /** Lets go of the connection; an answer that is not read to its end is cut off. */
  close(): void {
    if (!this.#ended) this.#body?.destroy();
  }

  #response(body: Body): Response {
    const events = this.#checked(body);
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          try {
            const next = await events.next();
            if (next.done) controller.close();
            else controller.enqueue(encoder.encode(next.value));
          } catch (error) {
            controller.error(this.#failed(error));
          }
        },
        cancel: () => this.close(),
      },
      { highWaterMark: 0 },
    );
    return new Response(stream, { status: 200, headers: { 'content-type': this.#protocol.mediaType } });
  }

  /** The events of each packet, written down again. */
  async *#checked(body: Body): AsyncGenerator<string> {
    const { reader } = this.#protocol;
    const packets = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let length = 0;
    for (;;) {
      const packet = await packets.next();
      if (packet.done) break;
      length += packet.value.length;
      if (length > this.#mostBytes) throw malformed();
      const { text, isEnd } = this.#take(reader.read(decode(decoder, packet.value)));
      if (isEnd) this.#finish(body);
      if (text !== '') yield text;
      if (isEnd) return;
    }
    this.#protocol.endedEarly();
  }

  #take(events: readonly WireEvent[]): { text: string; isEnd: boolean } {
    let text = '';
    for (const event of events) {
      const isEnd = this.#protocol.take(event);
      text += this.#protocol.write(event);
      if (isEnd) return { text, isEnd };
    }
    return { text, isEnd: false };
  }

  #finish(body: Body): void {
    this.#ended = true;
    const late = setTimeout(() => body.destroy(), restMs);
    void body
      .dump({ limit: mostErrorBytes })
      .catch(() => body.destroy())
      .finally(() => clearTimeout(late));
  }

  #failed(error: unknown): unknown {
    const failure = this.#signal.aborted
      ? this.#signal.reason
      : failureOfTransport(error, this.#body !== null);
    this.#failure ??= failure;
    this.close();
    return failure;
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw malformed(cause);
  }
}

/** Status 200, but no stream: an error of the provider, or something else altogether. */
async function notAStream({ mediaType, body }: WireAnswer, signal: AbortSignal): Promise<ProviderFailure> {
  if (!mediaType.endsWith('json')) {
    body.destroy();
    return malformed();
  }
  return failureInBody(jsonOf(await bytesOf(body, mostErrorBytes, signal))) ?? malformed();
}

function addressOf(input: unknown): string {
  if (typeof input === 'string') return input;
  if (input instanceof URL) return input.href;
  return input instanceof Request ? input.url : '';
}

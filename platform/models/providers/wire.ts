import { Agent, type Dispatcher, request as sendRequest } from 'undici';
import { connectorWithin } from './connector.js';
import { failureInBody, failureOfStatus, failureOfTransport, malformed } from './failure.js';
import type { ProviderFailure } from './provider.js';
import { bytesOf, jsonOf } from './wire-body.js';

export interface WireRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface WireAnswer {
  readonly mediaType: string;
  readonly body: Dispatcher.ResponseData['body'];
}

/** Sockets that rest longer may be closed by the other side just when they are used again. */
const keepAliveMs = 10_000;
/** What an error needs; of a larger one the rest is not read. */
const mostErrorBytes = 64 * 1024;
const wordsMs = 1000;

/**
 * The connections to one target: kept open between calls, none shared with other targets. All that comes through them
 * is untrusted: sizes are bounded, and whatever is no answer becomes a failure with a class.
 */
export class Wire {
  readonly #agent: Agent;

  constructor(connectMs: number) {
    this.#agent = new Agent({
      connect: connectorWithin(connectMs),
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
    });
  }

  /** Sends a request; resolves with the head of a good answer. @throws ProviderFailure; the reason of the signal */
  async send({ url, method, headers, body }: WireRequest, signal: AbortSignal): Promise<WireAnswer> {
    let answer: Dispatcher.ResponseData;
    try {
      answer = await sendRequest(url, { dispatcher: this.#agent, method, headers, body, signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : failureOfTransport(error, false);
    }
    // Who waits for it hears of it; a body that is let go must not end the process.
    answer.body.on('error', () => undefined);
    const mediaType = String(answer.headers['content-type'] ?? '')
      .split(';')[0]
      ?.trim();
    // None was asked for, and what comes packed can be a bomb.
    const isPacked = !['', 'identity'].includes(String(answer.headers['content-encoding'] ?? ''));
    if (answer.statusCode === 200 && !isPacked) return { mediaType: mediaType ?? '', body: answer.body };
    throw await refusal(answer, signal);
  }

  /** Sends a request for JSON. @throws ProviderFailure; the reason of the signal */
  async json(request: WireRequest, mostBytes: number, signal: AbortSignal): Promise<unknown> {
    const { mediaType, body } = await this.send(request, signal);
    if (!/^application\/(.*\+)?json$/.test(mediaType)) {
      body.destroy();
      throw malformed();
    }
    const value = jsonOf(await bytesOf(body, mostBytes, signal));
    if (value === undefined) throw malformed();
    const failure = failureInBody(value);
    if (failure) throw failure;
    return value;
  }
}

async function refusal(answer: Dispatcher.ResponseData, signal: AbortSignal): Promise<ProviderFailure> {
  const { statusCode, headers, body } = answer;
  if (statusCode === 200) {
    body.destroy();
    return malformed();
  }
  // Its words only refine the status: when they do not come, the status has to do.
  const late = setTimeout(() => body.destroy(), wordsMs);
  const words = await bytesOf(body, mostErrorBytes, signal).catch(() => null);
  clearTimeout(late);
  if (signal.aborted) throw signal.reason;
  return failureOfStatus(statusCode, headers, words && jsonOf(words));
}

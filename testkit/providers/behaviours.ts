import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type AnswerPart, answerOf } from './answer.js';
import type { Behaviour, ErrorKind, Exchange } from './exchange.js';

/** Says these parts, streamed or not, as it was asked to. */
export const say = (...parts: AnswerPart[]): Behaviour => answerWith(parts);

/** Says parts with another end, use of tokens or id than the ordinary. */
export const answerWith =
  (parts: readonly AnswerPart[], given: Partial<Answer> = {}): Behaviour =>
  (exchange) => {
    const answer = answerOf(parts, given);
    if (isStreamed(exchange)) send(exchange, framesOf(exchange, answer));
    else sendJson(exchange, 200, exchange.dialect.whole(answer, exchange.body.model));
  };

/** Says what comes, as it comes. */
export const sayAll =
  (parts: AsyncIterable<string>): Behaviour =>
  async (exchange) => {
    const { dialect, body, response } = exchange;
    const { begin, end, mark } = dialect.frames(answerOf([]), body.model);
    beginStream(exchange);
    for (const frame of begin) response.write(frame);
    let index = 0;
    for await (const part of parts) {
      response.write(dialect.part(part, index, body.model));
      index += 1;
    }
    response.end([...end, mark].join(''));
  };

/** Says something, and the rest when it is told to. */
export const sayRestAfter = (text: string, told: Promise<void>, rest: string): Behaviour =>
  sayAll(
    (async function* () {
      yield text;
      await told;
      yield rest;
    })(),
  );

/** Says parts with a pause before each, the first too. */
export const sayEvery =
  (milliseconds: number, ...parts: string[]): Behaviour =>
  (exchange) => {
    const gone = new AbortController();
    exchange.response.once('close', () => gone.abort());
    async function* slowly() {
      for (const part of parts) {
        await wait(milliseconds, undefined, { signal: gone.signal });
        yield part;
      }
    }
    return Promise.resolve(sayAll(slowly())(exchange)).catch(() => undefined); // whoever asked has gone
  };

export interface Refusal {
  /** What the body says, in the protocol's words; `html` is a page of some proxy, `none` an empty body. */
  readonly kind?: ErrorKind | 'html' | 'none';
  readonly headers?: Readonly<Record<string, string>>;
}

/** Refuses with a status; the words repeat the prompt, as real ones do. */
export const refuse =
  (status: number, { kind = 'bad-request', headers = {} }: Refusal = {}): Behaviour =>
  (exchange) => {
    const { response, dialect } = exchange;
    if (kind === 'none') {
      response.writeHead(status, headers).end();
    } else if (kind === 'html') {
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(page);
    } else {
      sendJson(exchange, status, dialect.error(kind, 'no, and here is your prompt'), headers);
    }
  };

export const page = '<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>';

export function isStreamed({ body, path }: Exchange): boolean {
  // Ollama streams unless it is told not to.
  return path.startsWith('/api/') ? body.stream !== false : body.stream === true;
}

export function framesOf({ dialect, body }: Exchange, answer: Answer): string[] {
  const { begin, parts, end, mark } = dialect.frames(answer, body.model);
  return [...begin, ...parts, ...end, mark];
}

export function beginStream({ response, dialect }: Exchange): void {
  response.writeHead(200, { 'content-type': dialect.streamType });
}

export function sendJson(
  { response }: Exchange,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function send(exchange: Exchange, frames: readonly string[]): void {
  beginStream(exchange);
  exchange.response.end(frames.join(''));
}

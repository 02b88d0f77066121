import type { IncomingHttpHeaders } from 'node:http';
import { type FailureClass, ProviderFailure } from './provider.js';
import { retryAfterMs } from './retry-after.js';

/** What providers put into the body of an error, under names that differ little. */
interface ErrorWords {
  readonly codes: readonly string[];
  readonly message: string;
}

const longestCode = 60;

/** Codes and types of errors, of all protocols; they say more than the status. */
const byCode: Readonly<Record<string, FailureClass>> = {
  context_length_exceeded: 'context-window',
  exceed_context_size_error: 'context-window',
  request_too_large: 'context-window',
  string_above_max_length: 'context-window',
  content_filter: 'content-policy',
  content_policy_violation: 'content-policy',
  responsibleaipolicyviolation: 'content-policy',
  // An account without money: waiting does not mend it.
  insufficient_quota: 'authentication',
  billing_error: 'authentication',
  billing_hard_limit_reached: 'authentication',
  account_deactivated: 'authentication',
  authentication_error: 'authentication',
  permission_error: 'authentication',
  invalid_api_key: 'authentication',
  rate_limit_error: 'rate-limit',
  rate_limit_exceeded: 'rate-limit',
  overloaded_error: 'overloaded',
  server_overloaded: 'overloaded',
  api_error: 'overloaded',
  server_error: 'overloaded',
  internal_server_error: 'overloaded',
  timeout_error: 'timeout',
};

/** What some protocols say in words alone. */
const byMessage: readonly (readonly [RegExp, FailureClass])[] = [
  [
    /prompt is too long|maximum context length|context (window|length|size|limit)|input length (exceeds|and `?max_tokens)/i,
    'context-window',
  ],
  [/content filter|content management policy|content policy/i, 'content-policy'],
];

/** An answer with a status other than 200. */
export function failureOfStatus(
  status: number,
  headers: IncomingHttpHeaders,
  body: unknown,
): ProviderFailure {
  const words = errorWords(body);
  // Some say only in words what a status means for others; of what a server says of itself, its status is to be trusted.
  const named = (words && classOf(words, status < 500)) ?? classOfStatus(status);
  return new ProviderFailure({
    class: named,
    status,
    retryAfterMs: retryAfterMs(headers),
    code: words && codeWord(words),
  });
}

/** An error in an answer that began with success; null when the body is none. */
export function failureInBody(body: unknown): ProviderFailure | null {
  const words = errorWords(body);
  return words && new ProviderFailure({ class: classOf(words, true) ?? 'malformed', code: codeWord(words) });
}

/** The provider's code, if it is a word: its message is kept nowhere, for it can repeat the prompt and the key. */
function codeWord({ codes }: ErrorWords): string | null {
  return (
    codes.find((code) => /^[a-zA-Z]+(?:[_.-][a-zA-Z]+)*$/.test(code) && code.length <= longestCode) ?? null
  );
}

/** What the network did. Once an answer has begun, its end is an interruption. */
export function failureOfTransport(error: unknown, hasBegun: boolean): ProviderFailure {
  if (error instanceof ProviderFailure) return error;
  return new ProviderFailure({ class: transportClass(codeOf(error), hasBegun) }, { cause: error });
}

export const malformed = (cause?: unknown) =>
  new ProviderFailure({ class: 'malformed' }, cause === undefined ? undefined : { cause });

export const interrupted = () => new ProviderFailure({ class: 'interrupted' });

function transportClass(code: string, hasBegun: boolean): FailureClass {
  // Without a connection nothing was read, so nothing is billed.
  if (/CONNECT_TIMEOUT|ETIMEDOUT/.test(code)) return hasBegun ? 'interrupted' : 'connection';
  if (code.includes('TIMEOUT')) return 'timeout';
  if (/^HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RESPONSE|CERT|SSL|TLS/.test(code)) return 'malformed';
  return hasBegun ? 'interrupted' : 'connection';
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // The parser's errors of the HTTP client have a code only at times.
  if ('name' in error && error.name === 'HTTPParserError') return 'HPE_';
  return 'cause' in error ? codeOf(error.cause) : '';
}

function classOf({ codes, message }: ErrorWords, trustMessage: boolean): FailureClass | null {
  for (const code of codes) {
    const known = byCode[code.toLowerCase()];
    if (known) return known;
  }
  if (!trustMessage) return null;
  return byMessage.find(([words]) => words.test(message))?.[1] ?? null;
}

function classOfStatus(status: number): FailureClass {
  if (status === 401 || status === 402 || status === 403 || status === 407) return 'authentication';
  if (status === 413) return 'context-window';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'rate-limit';
  if (status >= 500 || status === 425) return 'overloaded';
  // Another success than 200 has no answer in it.
  return status < 300 ? 'malformed' : 'bad-request';
}

/** The words of an error; null when the body tells of none. */
function errorWords(body: unknown): ErrorWords | null {
  if (typeof body !== 'object' || body === null) return null;
  const { error } = body as { error?: unknown };
  // vLLM and FastAPI answer with the error as the body itself.
  const told = error ?? (isErrorItself(body) ? body : null);
  if (typeof told === 'string') return { codes: [], message: told };
  if (typeof told !== 'object' || told === null) return null;
  const { code, type, message, innererror } = told as Record<string, unknown>;
  const inner = typeof innererror === 'object' && innererror !== null ? innererror : {};
  const codes = [code, 'code' in inner ? inner.code : null, type].filter((one) => typeof one === 'string');
  return { codes, message: typeof message === 'string' ? message : '' };
}

function isErrorItself(body: object): boolean {
  if ('object' in body) return body.object === 'error';
  return 'message' in body && typeof body.message === 'string' && !('choices' in body);
}

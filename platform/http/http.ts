import { isIP, type LookupFunction } from 'node:net';
import { AppError, type HttpService } from 'tributary/sdk';
import { Agent, type Dispatcher, request as send } from 'undici';
import type { Config } from '#platform/config';
import { blocked, checkUrl, type EgressRules } from './check-url.js';
import { guardedLookup, type Resolve, resolveByDns } from './guarded-lookup.js';
import { readBody } from './read-body.js';

const ports = [80, 443, 8080, 8443];
const defaults = { timeoutMs: 10_000, maxBytes: 5_000_000 } as const;
const most = { timeoutMs: 60_000, maxBytes: 25_000_000, requestBytes: 5_000_000 } as const;
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']);
// They say how the connection is used, which is ours to say.
const ownHeaders =
  /^(host|connection|content-length|transfer-encoding|upgrade|expect|te|trailer|keep-alive|proxy-.*)$/i;
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;
const headerValue = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** Guarded calls, and the check of an address before it is saved. */
export interface Http extends HttpService {
  /** As the service, and ended by a signal. */
  fetch(
    request: Parameters<HttpService['fetch']>[0] & { signal?: AbortSignal },
  ): ReturnType<HttpService['fetch']>;
  /** @throws AppError `SSRF_BLOCKED` */
  check(url: string): Promise<void>;
  /**
   * For a socket, which is opened by others: the look-up that its connection has to use, so that it ends where the
   * address was checked; none for an address that the operator allows. @throws AppError `SSRF_BLOCKED`
   */
  guard(url: string): { lookup?: LookupFunction };
  close(): Promise<void>;
}

export interface HttpOptions {
  /** For tests: names that resolve as they need, and ports of their own. */
  resolve?: Resolve;
  ports?: readonly number[];
}

/** Calls to public addresses, bounded in time and size. No redirect is followed, no cookie or credential is added. */
export function createHttp(config: Pick<Config, 'http'>, options: HttpOptions = {}): Http {
  const resolve = options.resolve ?? resolveByDns;
  const rules: EgressRules = { ports: new Set(options.ports ?? ports), allow: new Set(config.http.allow) };
  const limits = { headersTimeout: most.timeoutMs, bodyTimeout: most.timeoutMs, maxHeaderSize: 32_768 };
  const guarded = new Agent({ ...limits, connect: { lookup: guardedLookup(resolve), timeout: 10_000 } });
  const open = new Agent({ ...limits, connect: { timeout: 10_000 } });

  return {
    async check(url) {
      const target = checkUrl(url, rules);
      if (target.isAllowed || isIP(target.host) !== 0) return;
      const lookUp = guardedLookup(resolve);
      await new Promise<void>((done, fail) => {
        lookUp(target.host, { all: true }, (error) => (error ? fail(blockedOr(error, url)) : done()));
      });
    },

    guard(url) {
      const { isAllowed } = checkUrl(url, rules);
      return isAllowed ? {} : { lookup: guardedLookup(resolve) };
    },

    async fetch(request) {
      const { url, isAllowed } = checkUrl(request.url, rules);
      const headers = checkedHeaders(request.url, request.headers ?? {});
      const method = (request.method ?? 'GET').toUpperCase();
      const body = request.body ?? null;
      if (!methods.has(method))
        throw new AppError('BAD_USER_INPUT', { reason: `The method ${method} is not allowed` });
      if (body !== null && Buffer.byteLength(body) > most.requestBytes) {
        throw new AppError('BAD_USER_INPUT', {
          reason: `The body is larger than ${most.requestBytes} bytes`,
        });
      }
      const timeout = AbortSignal.timeout(Math.min(request.timeoutMs ?? defaults.timeoutMs, most.timeoutMs));
      const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
      try {
        const response = await send(url, {
          method: method as Dispatcher.HttpMethod,
          headers: { 'accept-encoding': 'gzip, deflate, br', ...headers },
          body,
          signal,
          dispatcher: isAllowed ? open : guarded,
        });
        const answered = plainHeaders(response.headers);
        refuseRedirect(response.statusCode, answered.location, url);
        const maxBytes = Math.min(request.maxBytes ?? defaults.maxBytes, most.maxBytes);
        const bytes = await readBody(response.body, answered['content-encoding'], maxBytes, request.url);
        return { status: response.statusCode, headers: answered, body: bytes };
      } catch (error) {
        if (signal.aborted) throw failed(request.url, 'it took too long', error);
        throw blockedOr(error, request.url);
      }
    },

    async close() {
      await Promise.all([guarded.destroy(), open.destroy()]);
    },
  };
}

/** Where it leads was not checked, and a plugin that wants to go there can ask for it. */
function refuseRedirect(status: number, location: string | undefined, from: URL): void {
  if (status < 300 || status > 399 || location === undefined) return;
  throw blocked(URL.parse(location, from)?.href ?? location);
}

function checkedHeaders(url: string, headers: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    // A line break in a value would be the beginning of another request.
    if (!headerName.test(name) || !headerValue.test(value)) throw blocked(url);
    if (ownHeaders.test(name))
      throw new AppError('BAD_USER_INPUT', { reason: `The header ${name} cannot be set` });
  }
  return { ...headers };
}

function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const entries = Object.entries(headers).map(
    ([name, value]) => [name, [value ?? ''].flat().join(', ')] as const,
  );
  return Object.fromEntries(entries);
}

function blockedOr(error: unknown, url: string): AppError {
  if (error instanceof AppError) return error.code === 'SSRF_BLOCKED' ? blocked(url) : error;
  return failed(url, error instanceof Error && 'code' in error ? String(error.code) : 'no answer', error);
}

function failed(url: string, reason: string, cause: unknown): AppError {
  return new AppError('HTTP_FAILED', { url: url.slice(0, 200), reason }, { cause });
}

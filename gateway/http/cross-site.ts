import type { IncomingMessage } from 'node:http';
import { AppError } from 'tributary/sdk';

const preflightHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'] as const;
/** What a form can send without asking first (a preflight). */
const simpleTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;
const json = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/**
 * Lets pass what a page of another site could not have sent, and reads the body as JSON only.
 * @throws AppError `CSRF_BLOCKED`, `UNSUPPORTED_CONTENT_TYPE`.
 */
export function checkContentType({ method, headers }: IncomingMessage): void {
  const type = headers['content-type'] ?? '';
  const isSimple = type === '' || simpleTypes.test(type);
  const hasPreflight = preflightHeaders.some((name) => headers[name] !== undefined && headers[name] !== '');
  if (/^multipart\//i.test(type)) throw new AppError('UNSUPPORTED_CONTENT_TYPE');
  if (isSimple && !hasPreflight) throw new AppError('CSRF_BLOCKED');
  if (method === 'POST' && !json.test(type)) throw new AppError('UNSUPPORTED_CONTENT_TYPE');
}

/** Whether a page of this origin may call: it is on the list, or it is our own. */
export function isAllowedOrigin(
  origin: string,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (allowed.includes(origin)) return true;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

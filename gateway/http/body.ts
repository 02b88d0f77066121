import type { IncomingMessage } from 'node:http';
import { AppError } from 'tributary/sdk';
import { orAborted } from '../abort.js';

/** JSON nested deeper than this is no variable of anyone. */
const deepestJson = 64;

/**
 * @param limitMs after this the rest is not waited for
 * @throws AppError `PAYLOAD_TOO_LARGE` at the byte that is too many, `TIMEOUT`.
 */
export async function readBody(request: IncomingMessage, max: number, limitMs: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > max) throw new AppError('PAYLOAD_TOO_LARGE', { max });
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new AppError('TIMEOUT')), limitMs);
  try {
    return await orAborted(collect(request, max), late.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function collect(request: IncomingMessage, max: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > max) throw new AppError('PAYLOAD_TOO_LARGE', { max });
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws AppError `BAD_USER_INPUT`. */
export function parseJson(text: string): unknown {
  if (isTooDeep(text))
    throw new AppError('BAD_USER_INPUT', { reason: `The body is nested deeper than ${deepestJson}` });
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new AppError('BAD_USER_INPUT', { reason: 'The body is not JSON' }, { cause });
  }
}

/** Counts brackets outside of strings: what is parsed is walked by recursion later. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (isString) {
      if (character === 0x5c) index += 1;
      else if (character === 0x22) isString = false;
    } else if (character === 0x22) isString = true;
    else if (character === 0x5b || character === 0x7b) {
      depth += 1;
      if (depth > deepestJson) return true;
    } else if (character === 0x5d || character === 0x7d) depth -= 1;
  }
  return false;
}

import type { Dispatcher } from 'undici';
import { failureOfTransport, malformed } from './failure.js';

/** All bytes of a body, up to a bound. @throws ProviderFailure; the reason of the signal */
export async function bytesOf(
  body: Dispatcher.ResponseData['body'],
  mostBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > mostBytes) throw malformed();
      parts.push(part);
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : failureOfTransport(error, true);
  }
  return Buffer.concat(parts);
}

/** JSON of UTF-8; undefined when it is none. */
export function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

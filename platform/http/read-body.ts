import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from 'tributary/sdk';

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Reads a body and unpacks it; ends the connection at the byte that is too many, counted after unpacking.
 * @throws AppError `HTTP_FAILED`
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
  url: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of unpacked(body, encoding, url)) {
    size += part.length;
    if (size > maxBytes) {
      throw new AppError(
        'HTTP_FAILED',
        { url, reason: `the answer is larger than ${maxBytes} bytes` },
        { retryable: false },
      );
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function unpacked(body: Readable, encoding: string | undefined, url: string): AsyncIterable<Uint8Array> {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return body;
  const decoder = decoders[encoding.trim().toLowerCase()];
  if (!decoder) {
    body.destroy();
    throw new AppError(
      'HTTP_FAILED',
      { url, reason: `the encoding ${encoding} is not known` },
      { retryable: false },
    );
  }
  return body.compose(decoder());
}

/**
 * The text of bytes: by byte order mark, as UTF-8, as UTF-16 without a mark, else as Windows-1252.
 * Null for bytes that are not text.
 */
export function decodeText(bytes: Uint8Array, label?: string): string | null {
  const marked = /^(?:(\xef\xbb\xbf)|(\xff\xfe)|(\xfe\xff))/.exec(
    String.fromCharCode(...bytes.subarray(0, 3)),
  );
  if (marked?.[1]) return decodeAs('utf-8', bytes);
  if (marked?.[2]) return decodeAs('utf-16le', bytes);
  if (marked?.[3]) return decodeAs('utf-16be', bytes);
  const wide = wideEncoding(bytes);
  if (wide) return decodeAs(wide, bytes);
  if (isBinary(bytes)) return null;
  return (label && decodeAs(label, bytes)) || decodeAs('utf-8', bytes) || decodeAs('windows-1252', bytes);
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes);
  } catch {
    return null;
  }
}

/** Latin text in UTF-16 has a zero in every other byte. */
function wideEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4_096);
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 2) return null;
  let [even, odd] = [0, 0];
  for (let at = 0; at < pairs * 2; at += 2) {
    if (sample[at] === 0) even += 1;
    if (sample[at + 1] === 0) odd += 1;
  }
  if (odd > 0.7 * pairs && even < 0.05 * pairs) return 'utf-16le';
  return even > 0.7 * pairs && odd < 0.05 * pairs ? 'utf-16be' : null;
}

/** A zero byte, or more than a few control characters, are no text. */
function isBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 65_536);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls += 1;
  }
  return controls > 2 + sample.length / 100;
}

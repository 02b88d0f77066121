import { inflateRawSync } from 'node:zlib';
import { AppError } from 'tributary/sdk';

const MAX_ENTRIES = 5_000;
const MAX_BYTES = 200_000_000;
/** Ordinary office files reach 30:1; only much data makes a bad ratio a bomb. */
const MAX_RATIO = 100;
const RATIO_MATTERS_FROM = 4_000_000;

interface Entry {
  name: string;
  method: number;
  encrypted: boolean;
  packed: number;
  size: number;
  offset: number;
}

/** A zip archive in memory. Nothing is written to disk, archives within it are not opened. */
export interface Archive {
  /** Whether an entry is protected by a password. */
  readonly encrypted: boolean;
  has(name: string): boolean;
  /** The bytes of an entry. Fails with `DOCUMENT_BROKEN` or `PARSE_LIMIT`. */
  bytes(name: string): Buffer;
  /** The text of an entry in UTF-8 or UTF-16. */
  text(name: string): string;
}

/**
 * Reads the directory of an archive and judges it before anything is unpacked: number of entries, sizes, ratio and
 * entries that share bytes. What is unpacked later is bounded by the size that the directory states.
 */
export function readArchive(file: Uint8Array): Archive {
  const data = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const entries = readDirectory(data);
  judge(entries, data.length);
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  const bytes = (name: string): Buffer => {
    const entry = byName.get(name.toLowerCase());
    if (!entry) throw broken(`the part ${name} is missing`);
    return unpack(data, entry);
  };
  return {
    encrypted: entries.some(({ encrypted }) => encrypted),
    has: (name) => byName.has(name.toLowerCase()),
    bytes,
    text: (name) => {
      const content = bytes(name);
      const wide = content[0] === 0xff && content[1] === 0xfe;
      return new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(content);
    },
  };
}

function readDirectory(data: Buffer): Entry[] {
  const end = data.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > data.length) throw broken('its directory is missing');
  const count = data.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw limit(`${MAX_ENTRIES} archive entries`);
  const entries: Entry[] = [];
  let at = data.readUInt32LE(end + 16);
  while (at + 46 <= data.length && data.readUInt32LE(at) === 0x02014b50) {
    if (entries.length >= MAX_ENTRIES) throw limit(`${MAX_ENTRIES} archive entries`);
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => data.readUInt16LE(at + field));
    const nameEnd = at + 46 + (nameLength ?? 0);
    entries.push({
      name: data.toString('utf8', at + 46, nameEnd),
      method: data.readUInt16LE(at + 10),
      encrypted: (data.readUInt16LE(at + 8) & 1) === 1,
      packed: data.readUInt32LE(at + 20),
      size: data.readUInt32LE(at + 24),
      offset: data.readUInt32LE(at + 42),
    });
    at = nameEnd + (extra ?? 0) + (comment ?? 0);
  }
  if (entries.length < count) throw broken('its directory is cut off');
  return entries;
}

function judge(entries: readonly Entry[], fileSize: number): void {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > MAX_BYTES) throw limit(`${MAX_BYTES / 1_000_000} MB unpacked`);
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  if (total > RATIO_MATTERS_FROM && total > MAX_RATIO * Math.min(packed, fileSize))
    throw limit(`${MAX_RATIO}:1 of compression`);
  for (const { size, packed: own } of entries) {
    if (size > RATIO_MATTERS_FROM && size > MAX_RATIO * own) throw limit(`${MAX_RATIO}:1 of compression`);
  }
  // Entries that share bytes unpack to more than the file could hold.
  const ordered = entries.toSorted((a, b) => a.offset - b.offset);
  const overlap = ordered.some((entry, at) => {
    const before = ordered[at - 1];
    return before !== undefined && before.offset + 30 + before.packed > entry.offset;
  });
  if (overlap) throw limit('one use of each part of an archive');
}

function unpack(data: Buffer, { name, method, packed, size, offset }: Entry): Buffer {
  if (offset + 30 > data.length || data.readUInt32LE(offset) !== 0x04034b50)
    throw broken(`the part ${name} is damaged`);
  const start = offset + 30 + data.readUInt16LE(offset + 26) + data.readUInt16LE(offset + 28);
  const content = data.subarray(start, start + packed);
  if (content.length < packed) throw broken(`the part ${name} is cut off`);
  if (method === 0) return content;
  if (method !== 8) throw broken(`the part ${name} is packed in an unknown way`);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(size, 1) });
  } catch (cause) {
    const tooLarge =
      cause instanceof RangeError || (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLarge) throw limit('the size that an archive states');
    throw new AppError('DOCUMENT_BROKEN', { reason: `the part ${name} is damaged` }, { cause });
  }
}

function broken(reason: string): AppError {
  return new AppError('DOCUMENT_BROKEN', { reason });
}

function limit(name: string): AppError {
  return new AppError('PARSE_LIMIT', { limit: name });
}

import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  content: Uint8Array | string;
  /** Bytes that stand in the archive as the packed content, for archives that lie. */
  packed?: Buffer;
  /** The size that the directory states. */
  size?: number;
  flags?: number;
}

/** A zip archive of the entries, packed with deflate. */
export function makeZip(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content as Uint8Array);
    const packed = entry.packed ?? deflateRawSync(content);
    const head = fields(entry, content, packed);
    const local = Buffer.concat([bytes('PK\x03\x04'), head, Buffer.from(entry.name), packed]);
    directory.push(central(head, entry.name, offset));
    locals.push(local);
    offset += local.length;
  }
  return withDirectory(Buffer.concat(locals), directory);
}

/** An archive whose many entries all unpack the same bytes (David Fifield, "A better zip bomb", without quoting). */
export function makeOverlappingZip(count: number, content: Buffer): Uint8Array {
  const packed = deflateRawSync(content);
  const entry = { name: 'a', content };
  const head = fields(entry, content, packed);
  const local = Buffer.concat([bytes('PK\x03\x04'), head, Buffer.from('a'), packed]);
  const directory = Array.from({ length: count }, (_, at) =>
    central(head, String.fromCharCode(97 + (at % 26)), 0),
  );
  return withDirectory(local, directory);
}

function fields(entry: ZipEntry, content: Buffer, packed: Buffer): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(entry.flags ?? 0, 2);
  head.writeUInt16LE(8, 4);
  head.writeUInt32LE(crc32(content), 10);
  head.writeUInt32LE(packed.length, 14);
  head.writeUInt32LE(entry.size ?? content.length, 18);
  head.writeUInt16LE(Buffer.byteLength(entry.name), 22);
  return head;
}

function central(head: Buffer, name: string, offset: number): Buffer {
  const record = Buffer.alloc(46);
  record.write('PK\x01\x02', 0, 'latin1');
  record.writeUInt16LE(20, 4);
  head.copy(record, 6);
  record.writeUInt32LE(offset, 42);
  return Buffer.concat([record, Buffer.from(name)]);
}

function withDirectory(locals: Buffer, records: readonly Buffer[]): Uint8Array {
  const directory = Buffer.concat(records);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(records.length & 0xffff, 8);
  end.writeUInt16LE(records.length & 0xffff, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(locals.length, 16);
  return new Uint8Array(Buffer.concat([locals, directory, end]));
}

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

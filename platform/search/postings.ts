import { BLOCK } from './schema.js';

/*
 * A posting block is a row of 16-bit triples: document within the block, chunk (0 for title and metadata, then 1, 2
 * …), frequency; sorted by document and chunk. `terms` of a chunk are 32-bit pairs: term, frequency.
 */

const LARGEST = 0xffff;

/** The occurrences of one term in one document: chunk -> frequency. */
export type Occurrences = ReadonlyMap<number, number>;

/** Views a stored blob as 16-bit numbers. */
export function asUint16(blob: Uint8Array): Uint16Array {
  const aligned = blob.byteOffset % 2 === 0 ? blob : blob.slice();
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 1);
}

/** Views a stored blob as 32-bit numbers. */
export function asUint32(blob: Uint8Array): Uint32Array {
  const aligned = blob.byteOffset % 4 === 0 ? blob : blob.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >>> 2);
}

/** The bytes of a typed array, to be stored. */
export function asBytes(values: Uint16Array | Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** A block with the entries of some documents replaced (or taken out: no occurrences); null when nothing is left. */
export function replaceEntries(
  block: Uint16Array | null,
  changes: ReadonlyMap<number, Occurrences>,
): Uint16Array | null {
  const entries: [document: number, chunk: number, frequency: number][] = [];
  for (let index = 0; block !== null && index < block.length; index += 3) {
    const document = block[index] ?? 0;
    if (!changes.has(document)) entries.push([document, block[index + 1] ?? 0, block[index + 2] ?? 0]);
  }
  for (const [document, occurrences] of changes) {
    for (const [chunk, frequency] of occurrences)
      entries.push([document, chunk, Math.min(frequency, LARGEST)]);
  }
  if (entries.length === 0) return null;
  entries.sort((left, right) => left[0] - right[0] || left[1] - right[1]);
  return Uint16Array.from(entries.flat());
}

export function blockOf(document: number): number {
  return Math.floor(document / BLOCK);
}

export function offsetOf(document: number): number {
  return document % BLOCK;
}

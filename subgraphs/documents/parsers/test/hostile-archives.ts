import { lyingBomb, manyEntries, nestedBomb, zeroBomb } from './hostile.js';
import { makeOverlappingZip, makeZip } from './make-zip.js';

const MB = 1024 * 1024;

/** Archives that unpack to far more than they are, and the code by which they are refused. */
export const hostileArchives: readonly { name: string; make: () => Uint8Array; code: string }[] = [
  { name: '100 MiB of zeros in a document', make: zeroBomb, code: 'PARSE_LIMIT' },
  { name: 'a part larger than the directory states', make: lyingBomb, code: 'PARSE_LIMIT' },
  { name: 'archives five deep', make: () => nestedBomb(5), code: 'UNSUPPORTED_MEDIA_TYPE' },
  {
    name: 'entries that share their bytes',
    make: () => makeOverlappingZip(250, Buffer.alloc(MB)),
    code: 'PARSE_LIMIT',
  },
  {
    name: 'small entries that share their bytes',
    make: () => makeOverlappingZip(4_000, Buffer.alloc(900)),
    code: 'PARSE_LIMIT',
  },
  { name: '100,000 entries', make: () => manyEntries(100_000), code: 'PARSE_LIMIT' },
  {
    name: 'sizes of more than 200 MB',
    make: () => makeZip([{ name: 'a', content: Buffer.alloc(3 * MB), size: 0xfffffff0 }]),
    code: 'PARSE_LIMIT',
  },
];

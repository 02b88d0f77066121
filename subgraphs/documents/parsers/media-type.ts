import type { ParseHint } from './hint.js';
import { readArchive } from './office/archive.js';
import { decodeText } from './plain/decode-text.js';
import { type TextFormat, textFormat } from './plain/text-format.js';

/** What the bytes are: a format that we read, a picture, a protected file, or a type that we do not read. */
export type Detected =
  | { kind: 'pdf' | 'docx' | 'xlsx' }
  | { kind: TextFormat; text: string }
  | { kind: 'image' | 'encrypted' | 'unsupported'; mediaType: string }
  | { kind: 'empty' };

type Signature = readonly [mediaType: string, ...(readonly [at: number, bytes: string])[]];

/** Signatures of pictures: they need a text recognition. */
const IMAGES: readonly Signature[] = [
  ['image/jpeg', [0, '\xff\xd8\xff']],
  ['image/png', [0, '\x89PNG\r\n\x1a\n']],
  ['image/gif', [0, 'GIF87a']],
  ['image/gif', [0, 'GIF89a']],
  ['image/tiff', [0, 'II*\0']],
  ['image/tiff', [0, 'MM\0*']],
  ['image/webp', [0, 'RIFF'], [8, 'WEBP']],
  ['image/bmp', [0, 'BM'], [6, '\0\0\0\0']],
  ['image/heic', [4, 'ftyphei']],
  ['image/heic', [4, 'ftypmif1']],
  ['image/avif', [4, 'ftypavif']],
  ['image/jp2', [0, '\0\0\0\x0cjP  ']],
];

/** Signatures of files that are not read, as far as their name helps the person who uploaded one. */
const UNSUPPORTED: readonly Signature[] = [
  ['application/gzip', [0, '\x1f\x8b']],
  ['application/x-7z-compressed', [0, '7z\xbc\xaf']],
  ['application/vnd.rar', [0, 'Rar!']],
  ['application/x-bzip2', [0, 'BZh']],
  ['application/x-xz', [0, '\xfd7zXZ']],
  ['application/x-executable', [0, '\x7fELF']],
  ['application/x-executable', [0, 'MZ'], [3, '\0\0\0']],
  ['application/rtf', [0, '{\\rtf']],
  ['application/postscript', [0, '%!PS']],
  ['audio/mpeg', [0, 'ID3']],
  ['audio/wav', [0, 'RIFF'], [8, 'WAVE']],
  ['video/mp4', [4, 'ftyp']],
  ['application/vnd.sqlite3', [0, 'SQLite format 3\0']],
];

/** Finds out what a file is from its bytes. Fails with `PARSE_LIMIT` or `DOCUMENT_BROKEN` for a hostile archive. */
export function detect(bytes: Uint8Array, hint: ParseHint): Detected {
  if (bytes.length === 0) return { kind: 'empty' };
  const head = latin1(bytes.subarray(0, 1_024));
  if (isPdf(head)) return { kind: 'pdf' };
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return detectArchive(bytes);
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return detectCompound(bytes);
  const image = IMAGES.find((signature) => carries(head, signature));
  if (image) return { kind: 'image', mediaType: image[0] };
  const other = UNSUPPORTED.find((signature) => carries(head, signature));
  if (other) return { kind: 'unsupported', mediaType: other[0] };
  const text = decodeText(bytes);
  if (text === null) return { kind: 'unsupported', mediaType: 'application/octet-stream' };
  if (text.trim() === '') return { kind: 'empty' };
  return { kind: textFormat(text, hint), text };
}

function carries(head: string, [, ...parts]: Signature): boolean {
  return parts.every(([at, bytes]) => head.startsWith(bytes, at));
}

/** Some programs write a few bytes before the signature; prose about PDF has no objects. */
function isPdf(head: string): boolean {
  return head.startsWith('%PDF-') || /%PDF-\d\.\d[\s\S]*\d+ \d+ obj\b/.test(head);
}

/** Office files are zip archives that name their parts; every other archive is refused unopened. */
function detectArchive(bytes: Uint8Array): Detected {
  const archive = readArchive(bytes);
  if (archive.encrypted) return { kind: 'encrypted', mediaType: 'application/zip' };
  if (archive.has('[Content_Types].xml')) {
    const types = archive.text('[Content_Types].xml');
    if (
      /wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled/.test(types)
    ) {
      return { kind: 'docx' };
    }
    if (/spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled/.test(types)) {
      return { kind: 'xlsx' };
    }
    if (/presentationml/.test(types)) {
      return {
        kind: 'unsupported',
        mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      };
    }
  }
  return { kind: 'unsupported', mediaType: 'application/zip' };
}

/** Compound files: Office protects a document with a password by wrapping it in one. */
function detectCompound(bytes: Uint8Array): Detected {
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const protectedOffice = names.includes(Buffer.from('EncryptedPackage', 'utf16le'));
  return { kind: protectedOffice ? 'encrypted' : 'unsupported', mediaType: 'application/x-ole-storage' };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

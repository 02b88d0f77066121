import { AppError, type ParsedDocument } from 'tributary/sdk';
import type { ParseHint } from './hint.js';
import { detect } from './media-type.js';
import { MAX_TEXT, tidyHidden } from './text-lines.js';

/**
 * Reads a file of any supported format in the calling thread; `ParsePool` does so in threads with limits. The bytes
 * are taken over. What the bytes show decides the format, the hint only among text formats.
 *
 * Fails with `DOCUMENT_ENCRYPTED`, `NEEDS_OCR`, `DOCUMENT_EMPTY`, `DOCUMENT_BROKEN`, `UNSUPPORTED_MEDIA_TYPE` or
 * `PARSE_LIMIT`.
 */
export async function parseDocument(bytes: Uint8Array, hint: ParseHint): Promise<ParsedDocument> {
  try {
    const document = await read(bytes, hint);
    const length = document.pages.reduce((sum, { text }) => sum + text.length, 0);
    if (length > MAX_TEXT) throw new AppError('PARSE_LIMIT', { limit: `${MAX_TEXT} characters of text` });
    return { ...document, hidden: tidyHidden(document.hidden) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('DOCUMENT_BROKEN', { reason: 'its parts do not fit together' }, { cause: error });
  }
}

/** Each reader is loaded when the first file of its kind comes. */
async function read(bytes: Uint8Array, hint: ParseHint): Promise<ParsedDocument> {
  const found = detect(bytes, hint);
  switch (found.kind) {
    case 'pdf':
      return (await import('./pdf/pdf.js')).parsePdf(bytes);
    case 'docx':
      return (await import('./office/docx.js')).parseDocx(bytes);
    case 'xlsx':
      return (await import('./office/xlsx.js')).parseXlsx(bytes);
    case 'html':
      return (await import('./html/html.js')).parseHtml(await htmlText(bytes, found.text));
    case 'markdown':
      return (await import('./plain/markdown.js')).parseMarkdown(found.text);
    case 'csv':
      return (await import('./plain/csv.js')).parseCsv(found.text);
    case 'json':
      return (await import('./plain/json.js')).parseJson(found.text);
    case 'email':
      return (await import('./email/email.js')).parseEmail(bytes);
    case 'text':
      return (await import('./plain/plain-text.js')).parsePlainText(found.text);
    case 'image':
      throw new AppError('NEEDS_OCR');
    case 'encrypted':
      throw new AppError('DOCUMENT_ENCRYPTED');
    case 'empty':
      throw new AppError('DOCUMENT_EMPTY');
    case 'unsupported':
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', { mediaType: found.mediaType });
  }
}

/** HTML may name its encoding itself. */
async function htmlText(bytes: Uint8Array, text: string): Promise<string> {
  const label = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(text.slice(0, 2_048))?.[1];
  if (!label || /^utf-?8$/i.test(label)) return text;
  const { decodeText } = await import('./plain/decode-text.js');
  return decodeText(bytes, label) ?? text;
}

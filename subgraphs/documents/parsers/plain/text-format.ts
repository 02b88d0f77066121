import { extensionOf, type ParseHint } from '../hint.js';
import { delimiterOf } from './csv.js';

export type TextFormat = 'html' | 'markdown' | 'csv' | 'json' | 'email' | 'text';

const BY_EXTENSION: Readonly<Record<string, TextFormat>> = {
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  md: 'markdown',
  markdown: 'markdown',
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  eml: 'email',
};

const BY_MEDIA_TYPE: Readonly<Record<string, TextFormat>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/markdown': 'markdown',
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/json': 'json',
  'application/x-ndjson': 'json',
  'message/rfc822': 'email',
};

const HEADER =
  /^(?:from|to|cc|subject|date|received|message-id|mime-version|return-path|delivered-to|reply-to):/i;

/** Which text format a text is: what it shows itself, else what its name or claimed type says, else plain text. */
export function textFormat(text: string, hint: ParseHint): TextFormat {
  const claimed =
    BY_EXTENSION[extensionOf(hint.name)] ?? BY_MEDIA_TYPE[hint.mediaType?.split(';')[0]?.trim() ?? ''];
  const begin = text
    .slice(0, 2_048)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (/^(?:<!--[\s\S]*?-->\s*)*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+html|<html[\s>])/i.test(begin))
    return 'html';
  // Any other XML, SVG too, is kept as the text that it is: nothing of it is resolved or run.
  if (/^(?:<\?xml|<svg[\s>]|<!DOCTYPE\s)/i.test(begin)) return 'text';
  if (looksLikeEmail(begin)) return 'email';
  if (claimed !== undefined && claimed !== 'email') return claimed;
  if (/^[{[]/.test(begin) && isJson(text)) return 'json';
  return delimiterOf(text) === null ? 'text' : 'csv';
}

/** Header lines, at least two of them well known, up to the first empty line. */
function looksLikeEmail(begin: string): boolean {
  const head = begin.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const lines = head.split(/\r?\n/).filter((line) => !/^[ \t]/.test(line));
  const complete = head.length < begin.length ? lines : lines.slice(0, -1);
  if (complete.length < 2 || !complete.every((line) => /^[!-9;-~]+:/.test(line))) return false;
  return complete.filter((line) => HEADER.test(line)).length >= 2;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

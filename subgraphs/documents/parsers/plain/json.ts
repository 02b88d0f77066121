import { AppError, type HiddenText, type ParsedDocument } from 'tributary/sdk';
import { textPage } from '../text-lines.js';

/**
 * JSON and JSON Lines. Text with line breaks is kept as it was written; a single line is indented, its numbers
 * exactly as they stand. Fails with `DOCUMENT_BROKEN` when it is not valid.
 */
export function parseJson(text: string): ParsedDocument {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  const lines = trimmed.split(/\r?\n/);
  const whole = indented(trimmed);
  const valid =
    whole ?? (lines.every((line) => line.trim() === '' || indented(line) !== null) ? trimmed : null);
  if (valid === null) throw new AppError('DOCUMENT_BROKEN', { reason: 'it is not valid JSON' });
  const hidden: HiddenText[] = [];
  const page = textPage(1, lines.length > 1 ? trimmed : valid, hidden);
  const mediaType = whole === null ? 'application/x-ndjson' : 'application/json';
  return { mediaType, title: null, pages: [page], hidden, metadata: {} };
}

function indented(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text, exactNumber), null, 2);
  } catch {
    return null;
  }
}

/** Keeps a number as it was written: `1.10` and integers beyond 2^53. */
function exactNumber(_key: string, value: unknown, ...[context]: { source?: string }[]): unknown {
  const { rawJSON } = JSON as unknown as { rawJSON?: (source: string) => unknown };
  return typeof value === 'number' && rawJSON && context?.source ? rawJSON(context.source) : value;
}

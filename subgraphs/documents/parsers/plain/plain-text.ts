import { AppError, type HiddenText, type ParsedDocument } from 'tributary/sdk';
import { textPage } from '../text-lines.js';

/** Plain text; a form feed begins a page. Fails with `DOCUMENT_EMPTY`. */
export function parsePlainText(text: string): ParsedDocument {
  const hidden: HiddenText[] = [];
  const parts = text.split('\f').filter((part) => part.trim() !== '');
  const pages = parts.map((part, at) => textPage(at + 1, part, hidden));
  if (pages.every((page) => page.text === '')) throw new AppError('DOCUMENT_EMPTY');
  return { mediaType: 'text/plain', title: null, pages, hidden, metadata: {} };
}

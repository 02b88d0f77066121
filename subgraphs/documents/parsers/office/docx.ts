import { AppError, type HiddenText, type ParsedDocument } from 'tributary/sdk';
import { textPage } from '../text-lines.js';
import { readArchive } from './archive.js';
import { mainPart, readProperties, relationsOf } from './package.js';
import { readStyles } from './word-styles.js';
import { readWordText, type WordText } from './word-text.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * A Word document: headers, body with tables as rows, footnotes and endnotes, footers. Comments, deleted and hidden
 * text are reported apart. Fails with `NEEDS_OCR` (pictures only), `DOCUMENT_EMPTY`, `DOCUMENT_BROKEN`, `PARSE_LIMIT`.
 */
export function parseDocx(bytes: Uint8Array): ParsedDocument {
  const archive = readArchive(bytes);
  const main = mainPart(archive, 'word/document.xml');
  if (!archive.has(main)) throw new AppError('DOCUMENT_BROKEN', { reason: 'its text is missing' });
  const relations = relationsOf(archive, main).filter(({ target }) => archive.has(target));
  const targets = (type: string) =>
    relations.filter((relation) => relation.type === type).map(({ target }) => target);
  const [stylesPart] = targets('styles');
  const styles = stylesPart ? readStyles(archive.text(stylesPart)) : new Map();
  const context = { styles, notes: new Map<string, number>() };
  const read = (part: string): WordText => readWordText(archive.text(part), context);

  const body = read(main);
  const headers = targets('header').map(read);
  const notes = [...targets('footnotes'), ...targets('endnotes')].map(read);
  const footers = targets('footer').map(read);
  const shown = [...headers, body, ...notes, ...footers];
  const texts = new Set(shown.map(({ text }) => text.trim()).filter((text) => text !== ''));
  const properties = readProperties(archive);
  const comments = targets('comments').map((part) => ({
    carrier: 'comment',
    text: read(part).text,
    page: null,
  }));
  const hidden: HiddenText[] = [...shown.flatMap((part) => part.hidden), ...comments, ...properties.hidden];
  const page = textPage(1, [...texts].join('\n\n'), hidden);
  if (page.text === '')
    throw new AppError(shown.some(({ hasPictures }) => hasPictures) ? 'NEEDS_OCR' : 'DOCUMENT_EMPTY');
  return { mediaType: DOCX, title: properties.title, pages: [page], hidden, metadata: properties.metadata };
}

import { AppError, type HiddenText, type PageText, type ParsedDocument } from 'tributary/sdk';
import type { FontShape } from './font-shape.js';
import { multiply, toMatrix } from './geometry.js';
import { toPageText, visualLines } from './lines.js';
import { readGlyphs } from './page-reader.js';
import { openPdf, operatorNames, type PdfDocument } from './pdf-library.js';

const MAX_PAGES = 5_000;

/**
 * Reads a PDF: every page's visual lines, cells and boxes, what is hidden on it, and its metadata. Takes the bytes
 * over (they are detached). Dump a file's text with
 * `node dist/subgraphs/documents/parsers/dump.js FILE` (`--boxes` adds the place of each cell, `--json` all).
 *
 * Fails with `DOCUMENT_ENCRYPTED`, `NEEDS_OCR`, `DOCUMENT_EMPTY`, `DOCUMENT_BROKEN` or `PARSE_LIMIT`.
 */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const hasImages = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .match(/\/Subtype\s*\/Image\b/);
  const { pdf, close } = await openPdf(bytes).catch(failed);
  try {
    const names = await operatorNames();
    if (pdf.numPages > MAX_PAGES) throw new AppError('PARSE_LIMIT', { limit: `${MAX_PAGES} pages` });
    const pages: PageText[] = [];
    const hidden: HiddenText[] = [];
    let painted = hasImages !== null;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await readPage(pdf, number, names);
      pages.push(page.text);
      hidden.push(...page.hidden);
      painted ||= page.painted;
    }
    if (pages.every(({ text }) => text === '')) throw new AppError(painted ? 'NEEDS_OCR' : 'DOCUMENT_EMPTY');
    const { info } = await pdf.getMetadata();
    const facts = Object.entries(info as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    );
    const metadata = Object.fromEntries(facts);
    return { mediaType: 'application/pdf', title: metadata.Title ?? null, pages, hidden, metadata };
  } finally {
    await close();
  }
}

async function readPage(pdf: PdfDocument, number: number, names: ReadonlyMap<number, string>) {
  const page = await pdf.getPage(number);
  const operators = await page.getOperatorList();
  const viewport = page.getViewport({ scale: 1 });
  const { glyphs, painted } = readGlyphs(operators, {
    names,
    base: multiply(toMatrix(viewport.transform), [1, 0, 0, 1, 0, 0]),
    size: [0, 0, viewport.width, viewport.height],
    fontOf: (name) => (page.commonObjs.has(name) ? (page.commonObjs.get(name) as FontShape) : null),
    layerVisible: () => true,
  });
  const hidden = [...Map.groupBy(glyphs, ({ carrier }) => carrier)]
    .filter((group): group is [string, (typeof group)[1]] => group[0] !== null)
    .map(([carrier, members]) => ({
      carrier,
      page: number,
      text: toPageText(number, visualLines(members)).text,
    }));
  const text = toPageText(number, visualLines(glyphs.filter(({ carrier }) => carrier === null)));
  page.cleanup();
  return { text, hidden, painted: painted || glyphs.length > 0 };
}

function failed(error: unknown): never {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') throw new AppError('DOCUMENT_ENCRYPTED', {}, { cause: error });
  throw new AppError('DOCUMENT_BROKEN', { reason: 'it is not a valid PDF' }, { cause: error });
}

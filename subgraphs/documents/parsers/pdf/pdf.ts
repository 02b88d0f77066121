import { AppError, type HiddenText, type PageText, type ParsedDocument } from 'tributary/sdk';
import { normalise } from '#text';
import type { FontShape } from './font-shape.js';
import { toMatrix } from './geometry.js';
import { toPageText, visualLines } from './lines.js';
import { type PageContext, readGlyphs } from './page-reader.js';
import { openPdf, operatorNames, type PdfDocument, type PdfPage } from './pdf-library.js';
import { readProperties } from './properties.js';

const MAX_PAGES = 5_000;

type Operators = Pick<PageContext, 'names' | 'layerVisible'>;

/**
 * Reads a PDF: every page's visual lines, cells and boxes, what is hidden on it, and its metadata. Takes the bytes
 * over (they are detached). Dump a file's text with
 * `node dist/subgraphs/documents/parsers/dump.js FILE` (`--boxes` adds the place of each cell, `--json` all).
 *
 * Fails with `DOCUMENT_ENCRYPTED`, `NEEDS_OCR`, `DOCUMENT_EMPTY`, `DOCUMENT_BROKEN` or `PARSE_LIMIT`.
 */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedDocument> {
  const hasImages = mentionsImage(bytes);
  const { pdf, close } = await openPdf(bytes).catch(refused);
  try {
    if (pdf.numPages > MAX_PAGES) throw new AppError('PARSE_LIMIT', { limit: `${MAX_PAGES} pages` });
    const layers = await pdf.getOptionalContentConfig();
    const operators = {
      names: await operatorNames(),
      layerVisible: (layer: unknown) => layers.isVisible(layer),
    };
    const pages: PageText[] = [];
    const hidden: HiddenText[] = [];
    let painted = hasImages;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await readPage(pdf, number, operators);
      pages.push(page.text);
      hidden.push(...page.hidden);
      painted ||= page.painted;
    }
    if (pages.every(({ text }) => text === '')) throw new AppError(painted ? 'NEEDS_OCR' : 'DOCUMENT_EMPTY');
    const properties = await readProperties(pdf);
    return {
      mediaType: 'application/pdf',
      title: properties.title,
      pages,
      hidden: [...hidden, ...properties.hidden],
      metadata: properties.metadata,
    };
  } finally {
    await close();
  }
}

/** Pictures are never decoded; that there are any shows in the file itself, whose dictionaries are not compressed. */
function mentionsImage(bytes: Uint8Array): boolean {
  return /\/Subtype\s*\/Image\b/.test(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
  );
}

async function readPage(pdf: PdfDocument, number: number, operators: Operators) {
  const page = await pdf.getPage(number);
  const viewport = page.getViewport({ scale: 1 });
  const { glyphs, painted } = readGlyphs(await page.getOperatorList(), {
    ...operators,
    base: toMatrix(viewport.transform),
    size: [0, 0, viewport.width, viewport.height],
    fontOf: (name) => (page.commonObjs.has(name) ? (page.commonObjs.get(name) as FontShape) : null),
  });
  const byCarrier = Map.groupBy(glyphs, ({ carrier }) => carrier);
  const textOf = (carrier: string | null) => toPageText(number, visualLines(byCarrier.get(carrier) ?? []));
  const carriers = [...byCarrier.keys()].filter((carrier) => carrier !== null);
  const hidden = carriers.map((carrier) => ({ carrier, text: textOf(carrier).text }));
  const { removed } = normalise(glyphs.map((glyph) => glyph.text).join(''));
  const spelled = removed.filter((each) => each.carrier !== 'control' && each.text !== '');
  const comments = (await commentsOf(page)).map((comment) => ({ carrier: 'comment', text: comment }));
  const text = textOf(null);
  page.cleanup();
  return {
    text,
    hidden: [...hidden, ...spelled, ...comments].map((each) => ({
      carrier: each.carrier,
      text: each.text,
      page: number,
    })),
    painted: painted || glyphs.length > 0,
  };
}

/** Notes that people stick to a page; what is drawn on it (fields, stamps) is read with the page. */
async function commentsOf(page: PdfPage): Promise<string[]> {
  const annotations = (await page.getAnnotations()) as { subtype?: string; contentsObj?: { str?: string } }[];
  return annotations
    .filter(({ subtype }) => subtype !== 'Link' && subtype !== 'Widget' && subtype !== 'FreeText')
    .map(({ contentsObj }) => contentsObj?.str ?? '')
    .filter((text) => text.trim() !== '');
}

function refused(error: unknown): never {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') throw new AppError('DOCUMENT_ENCRYPTED', {}, { cause: error });
  throw new AppError('DOCUMENT_BROKEN', { reason: 'it is not a valid PDF' }, { cause: error });
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError, type ParsedDocument } from 'tributary/sdk';
import { codePointSlice } from '#text';
import { parseDocument } from '../parse-document.js';

/** Files of real people, outside of the repository. */
const FOLDER = join(repositoryRoot(), '..', 'shared', 'documents');
/** What is odd about a file; all others are read. */
const ODD: Readonly<Record<string, string>> = {
  'pdf-samples/libreoffice-writer-password.pdf': 'DOCUMENT_ENCRYPTED',
  'pdf-samples/grayscale-image.pdf': 'NEEDS_OCR',
  'pdf-samples/imagemagick-lzw.pdf': 'NEEDS_OCR',
  'docx-mammoth/empty.docx': 'DOCUMENT_EMPTY',
  // These hold a picture and no letter.
  'docx-mammoth/tiny-picture.docx': 'NEEDS_OCR',
  'docx-mammoth/tiny-picture-target-base-relative.docx': 'NEEDS_OCR',
  'docx-mammoth/external-picture.docx': 'NEEDS_OCR',
};

function repositoryRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

const present = existsSync(FOLDER);
const files = present
  ? ['invoices-zugferd', 'pdf-samples', 'docx-mammoth', 'receipts-sroie'].flatMap((folder) =>
      readdirSync(join(FOLDER, folder)).map((file) => `${folder}/${file}`),
    )
  : [];

(present ? describe : describe.skip)('the files of shared/documents (skipped when they are missing)', () => {
  test.each(present ? files : ['none'])('%s', async (file) => {
    const bytes = new Uint8Array(readFileSync(join(FOLDER, file)));
    const result = await parseDocument(bytes, { name: file, mediaType: null }).catch(
      (error: unknown) => error,
    );
    const expected = file.endsWith('.jpg') ? 'NEEDS_OCR' : (ODD[file] ?? 'READ');
    expect(result instanceof AppError ? result.code : 'READ').toBe(expected);
    if (!(result instanceof Error)) checkOffsets(result as ParsedDocument);
  });
});

/** Every line and cell is the very text that its offsets cut out. */
function checkOffsets({ pages }: ParsedDocument): void {
  for (const { text, lines } of pages) {
    expect(text).not.toMatch(/[\u200b\u202a-\u202e]|\n{3}/);
    if (lines.length === 0) continue;
    const cut = (start: number, end: number) => codePointSlice(text, start, end);
    expect(lines.map(({ start, end }) => cut(start, end)).join('\n')).toBe(text);
    for (const line of lines) {
      expect(line.cells.map(({ start, end }) => cut(start, end)).join('\t')).toBe(cut(line.start, line.end));
    }
  }
}

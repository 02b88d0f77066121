import { AppError, type HiddenText, type ParsedDocument } from 'tributary/sdk';
import { oneLine, textPage } from '../text-lines.js';

const DELIMITERS = [',', ';', '\t', '|'];
/** Lines that are looked at to tell a table from prose. */
const SAMPLE_LINES = 20;

/** A table in text: one row a line, cells parted by `\t`. Fails with `DOCUMENT_EMPTY` when no cell has text. */
export async function parseCsv(text: string): Promise<ParsedDocument> {
  const { default: papa } = await import('papaparse');
  const { data } = papa.parse<string[]>(text.replace(/^\ufeff/, ''), {
    skipEmptyLines: 'greedy',
    delimitersToGuess: DELIMITERS,
  });
  const rows = data.map((row) => row.map(oneLine).join('\t').trimEnd());
  const hidden: HiddenText[] = [];
  const page = textPage(1, rows.join('\n'), hidden);
  if (!/[\p{L}\p{N}]/u.test(page.text)) throw new AppError('DOCUMENT_EMPTY');
  const columns = Math.max(...data.slice(0, SAMPLE_LINES).map((row) => row.length));
  return {
    mediaType: 'text/csv',
    title: null,
    pages: [page],
    hidden,
    metadata: { rows: String(rows.length), columns: String(columns) },
  };
}

/** The delimiter that parts every line into the same number of cells, at least three; null for prose. */
export function delimiterOf(text: string): string | null {
  const lines = text
    .slice(0, 20_000)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES);
  if (lines.length < 3) return null;
  const found = DELIMITERS.find((delimiter) => {
    const counts = new Set(lines.map((line) => withoutQuoted(line).split(delimiter).length));
    return counts.size === 1 && (counts.values().next().value ?? 0) >= 3;
  });
  return found ?? null;
}

function withoutQuoted(line: string): string {
  return line.replace(/"(?:[^"]|"")*"/g, '');
}

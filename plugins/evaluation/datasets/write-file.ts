import Papa from 'papaparse';
import type { FileFormat } from './read-file.js';

/** Cases as a file that `addCases` reads again. */
export function writeCases(
  cases: readonly { id: string; input: unknown; expected: unknown }[],
  format: FileFormat,
): string {
  const rows = cases.map(({ id, input, expected }) => ({ id, input, expected }));
  return format === 'JSONL' ? jsonLines(rows) : csv(rows);
}

/** Plain rows as a file. */
export function jsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** What is no text or number stands as JSON; a text that would be read as a formula has an apostrophe in front. */
export function csv(rows: readonly object[]): string {
  const cells = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        name === 'input' || name === 'expected' || typeof value === 'object' ? JSON.stringify(value) : value,
      ]),
    ),
  );
  return `${Papa.unparse(cells, { newline: '\n', escapeFormulae: true })}\n`;
}

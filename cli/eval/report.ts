import type { EvaluationReport, Figure, SetReport } from './figure.js';

/** The report as a table for people. */
export function table({ split, sets }: EvaluationReport): string {
  const rows = sets.flatMap((set) =>
    'skipped' in set ? [] : set.figures.map((figure) => row(set.name, figure)),
  );
  const head = ['set', 'figure', 'value', 'records', 'floor', 'published'];
  const parts = [
    `split ${split}; a floor is a simple baseline on the development split`,
    ...(rows.length > 0 ? [columns([head, ...rows])] : []),
    ...sets.map(note),
  ];
  return parts.join('\n\n');
}

function row(set: string, { name, value, records, floor, published }: Figure): string[] {
  return [set, name, share(value), String(records), floor === null ? '' : share(floor), published ?? ''];
}

function note(set: SetReport): string {
  if ('skipped' in set) return `${set.name} is skipped: ${set.skipped}`;
  const times = set.times.map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`).join(', ');
  return `${set.name}: ${set.records} records, ${set.door}; ${times}`;
}

const share = (value: number) => value.toFixed(3).replace(/^0\./, '.');

/** Rows with every column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? '').length)),
  );
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => line.trimEnd()).join('\n');
}

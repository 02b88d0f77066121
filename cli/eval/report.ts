import type { EvaluationReport, Figure, SetReport } from './figure.js';

/** The report as a table for people. */
export function table({ split, sets }: EvaluationReport): string {
  const figures = sets.flatMap((set) =>
    'skipped' in set ? [] : set.figures.map((figure) => ({ set: set.name, figure })),
  );
  const isCompared = figures.some(({ figure }) => figure.against !== undefined);
  const head = ['set', 'figure', 'value', 'n', '95 % interval', 'floor', 'published'];
  const rows = figures.map(({ set, figure }) => [
    ...row(set, figure),
    ...(isCompared ? comparison(figure.against) : []),
  ]);
  const whole = isCompared ? [...head, 'baseline', 'difference', '95 % interval', 'p', 'pairs'] : head;
  const parts = [
    `split ${split}; a floor is a simple baseline on the development split`,
    ...(rows.length > 0 ? [columns([whole, ...rows])] : []),
    ...sets.map(note),
  ];
  return parts.join('\n\n');
}

function row(set: string, { name, value, records, interval, floor, published }: Figure): string[] {
  return [
    set,
    name,
    share(value),
    String(records),
    between(interval),
    floor === null ? '' : share(floor),
    published ?? '',
  ];
}

function comparison(against: Figure['against']): string[] {
  if (against === undefined || against === null) return [];
  if (against === 'insufficient') return [against];
  const { baseline, difference, interval, p, pairs } = against;
  const sign = difference > 0 ? '+' : '';
  return [share(baseline), `${sign}${share(difference)}`, between(interval), p.toFixed(4), String(pairs)];
}

const between = (interval: Figure['interval']) =>
  interval === 'insufficient' ? interval : `${share(interval.low)} to ${share(interval.high)}`;

function note(set: SetReport): string {
  if ('skipped' in set) return `${set.name} is skipped: ${set.skipped}`;
  const times = set.times.map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`).join(', ');
  return `${set.name}: ${set.records} records, ${set.door}; ${times}`;
}

const share = (value: number) => value.toFixed(3).replace(/^(-?)0\./, '$1.');

/** Rows with every column as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? '').length)),
  );
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => line.trimEnd()).join('\n');
}

import type { BenchReport, Figure } from './benchmark.js';

/** The report as tables for people. */
export function table({ machine, busy, forced, benchmarks }: BenchReport): string {
  const { cores, memoryGb, node, platform } = machine;
  const head = `${cores} cores, ${memoryGb} GB, Node ${node}, ${platform}; ${percent(busy)} busy before the start${
    forced ? ', MEASURED ALL THE SAME: do not record' : ''
  }`;
  const parts = benchmarks.map(({ name, about, seconds, figures }) => {
    const rows = [['figure', 'value', 'wanted', '', 'beside it', 'ratio'], ...figures.map(row)];
    return `${name} (${seconds.toFixed(0)} s): ${about}\n${columns(rows)}`;
  });
  return [head, ...parts].join('\n\n');
}

function row({ name, value, unit, wanted, peer }: Figure): string[] {
  const bar = wanted === null ? '' : 'atLeast' in wanted ? `>= ${wanted.atLeast}` : `<= ${wanted.atMost}`;
  const verdict = wanted === null ? '' : meets(value, wanted) ? 'met' : 'MISSED';
  const beside = peer === null ? '' : `${peer.name}: ${round(peer.value)}`;
  const ratio = peer === null || peer.value === 0 ? '' : round(value / peer.value);
  return [name, `${round(value)} ${unit}`, bar, verdict, beside, ratio];
}

export const meets = (value: number, wanted: { atLeast: number } | { atMost: number }): boolean =>
  'atLeast' in wanted ? value >= wanted.atLeast : value <= wanted.atMost;

const percent = (share: number) => `${Math.round(share * 100)} %`;

const round = (value: number) =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? '').length)),
  );
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `  ${line.trimEnd()}`).join('\n');
}

import type { Figures } from '../insight/computation.js';
import { type Format, type Phrase, phrase, put, type TracedNumber, told } from '../insight/words.js';
import { filterWords, formatOf, measureWords } from './program-words.js';

/** Rows that are said; all of them are in the answer. */
const mostSaid = 3;

/** An answer in words: the first rows, with every value traced to the rows or the program. */
export function toldAnswer(figures: Figures): { text: string; numbers: TracedNumber[] } {
  return told(spoken(figures), [figures]);
}

function spoken({ program, rows }: Figures): Phrase {
  const period = phrase`from ${put('/program/period/from', 'TIME')} to before ${put('/program/period/to', 'TIME')}`;
  const what = measureWords(program);
  const kinds = filterWords(program);
  if (rows.length === 0) return phrase`There are no such figures ${period}: ${what}${kinds}.`;
  const format = formatOf(program);
  const isOne = !program.interval && (program.groupBy ?? []).length === 0;
  const said = rows.slice(0, mostSaid).map((row, at) => rowWords(row, at, format, isOne));
  const listed = said.flatMap((each, at): Phrase => (at === 0 ? each : ['; ', ...each]));
  const rest = rows.length > mostSaid ? phrase`; ${put('/count')} rows in all` : [];
  return phrase`${what.charAt(0).toUpperCase()}${what.slice(1)}${kinds} ${period}: ${listed}${rest}.`;
}

function rowWords(
  { at: time, group, currency }: Figures['rows'][number],
  row: number,
  format: Format,
  isOne: boolean,
): Phrase {
  const money = currency === null ? [] : [' ', put(`/rows/${row}/currency`, 'TEXT')];
  const value = phrase`${put(`/rows/${row}/value`, format)}${money} of ${put(`/rows/${row}/count`)}`;
  if (isOne) return value;
  const labels: Phrase[] = [
    ...(time === null ? [] : [[put(`/rows/${row}/at`, 'TIME')]]),
    ...group.map(
      (name, at): Phrase => (name === null ? ['not known'] : [put(`/rows/${row}/group/${at}`, 'TEXT')]),
    ),
  ];
  const label = labels.flatMap((each, at): Phrase => (at === 0 ? each : [', ', ...each]));
  return phrase`${label}: ${value}`;
}

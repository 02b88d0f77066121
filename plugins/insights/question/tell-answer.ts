import { type AnalyticsProgram, isMoneyField } from 'tributary/sdk';
import type { Figures } from '../insight/computation.js';
import { type Format, type Phrase, phrase, put, type TracedNumber, told } from '../insight/words.js';

/** Rows that are said; all of them are in the answer. */
const mostSaid = 3;

const measures: Record<AnalyticsProgram['measure']['of'], string> = {
  count: 'number',
  sum: 'sum',
  mean: 'mean',
  median: 'median',
  min: 'lowest value',
  max: 'highest value',
  share: 'share',
};
const names: Readonly<Record<string, string>> = {
  amount: 'the amounts',
  tax: 'the taxes',
  termDays: 'the payment terms',
  confidence: 'the confidence',
  durationMs: 'the durations',
  inputTokens: 'the tokens read',
  outputTokens: 'the tokens written',
  costUsd: 'the cost in US dollars',
  resolutionMs: 'the times to decide',
  decisionMs: 'the times to decide',
  corrected: 'those that people corrected',
  hasOrder: 'those with an order',
  ready: 'those that are ready',
  answered: 'those with an answer',
  open: 'those that are open',
  approved: 'those that were approved',
  decided: 'those that were decided',
  accepted: 'those that were accepted',
};
const facts: Record<AnalyticsProgram['source'], string> = {
  documents: 'documents',
  runs: 'runs',
  reviews: 'reviews',
  recommendations: 'recommendations',
};

/** How a figure of a measure is written. */
export function formatOf({ source, measure: { of, field = '' } }: AnalyticsProgram): Format {
  if (of === 'count') return 'NUMBER';
  if (of === 'share' || field === 'confidence') return 'PERCENT';
  if (isMoneyField(source, field)) return 'MONEY';
  if (field.endsWith('Ms')) return 'DURATION';
  return field === 'termDays' ? 'DAYS' : 'NUMBER';
}

/** An answer in words: the first rows, with every value traced to the rows or the program. */
export function toldAnswer(figures: Figures): { text: string; numbers: TracedNumber[] } {
  return told(spoken(figures), [figures]);
}

function spoken({ program, rows }: Figures): Phrase {
  const { source, measure } = program;
  const period = phrase`from ${put('/program/period/from', 'TIME')} to before ${put('/program/period/to', 'TIME')}`;
  const what =
    measure.field === undefined
      ? `The ${measures[measure.of]} of ${facts[source]}`
      : `The ${measures[measure.of]} of ${names[measure.field] ?? measure.field} of ${facts[source]}`;
  const kinds = filterWords(program);
  if (rows.length === 0) return phrase`There are no such figures ${period}: ${what.toLowerCase()}${kinds}.`;
  const format = formatOf(program);
  const isOne = !program.interval && (program.groupBy ?? []).length === 0;
  const said = rows.slice(0, mostSaid).map((row, at) => rowWords(row, at, format, isOne));
  const listed = said.flatMap((each, at): Phrase => (at === 0 ? each : ['; ', ...each]));
  const rest = rows.length > mostSaid ? phrase`; ${put('/count')} rows in all` : [];
  return phrase`${what}${kinds} ${period}: ${listed}${rest}.`;
}

/** The values of filters, which are the caller's own words. */
function filterWords({ filters = [] }: AnalyticsProgram): Phrase {
  return filters.flatMap(({ field, is, values }, at): Phrase => {
    const listed = values.flatMap(
      (_, place): Phrase => [
        ...(place === 0 ? [] : [', ']),
        put(`/program/filters/${at}/values/${place}`, 'TEXT'),
      ],
    );
    return phrase` (${field} ${is.toLowerCase().replace('_', ' ')}${listed.length > 0 ? ' ' : ''}${listed})`;
  });
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

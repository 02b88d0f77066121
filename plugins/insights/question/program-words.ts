import { type AnalyticsProgram, isMoneyField } from 'tributary/sdk';
import { type Format, type Phrase, phrase, put } from '../insight/words.js';

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

/** What a program measures, in the middle of a sentence. */
export const measureWords = ({ source, measure: { of, field } }: AnalyticsProgram): string =>
  field === undefined
    ? `the ${measures[of]} of ${facts[source]}`
    : `the ${measures[of]} of ${names[field] ?? field} of ${facts[source]}`;

/** How a figure of a measure is written. */
export function formatOf({ source, measure: { of, field = '' } }: AnalyticsProgram): Format {
  if (of === 'count') return 'NUMBER';
  if (of === 'share' || field === 'confidence') return 'PERCENT';
  if (isMoneyField(source, field)) return 'MONEY';
  if (field.endsWith('Ms')) return 'DURATION';
  return field === 'termDays' ? 'DAYS' : 'NUMBER';
}

/** The values of filters, which are the caller's own words. */
export function filterWords({ filters = [] }: Pick<AnalyticsProgram, 'filters'>): Phrase {
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

import type { AnalyticsProgram } from 'tributary/sdk';
import type { Interval } from '../methods/series.js';
import type { Format } from './words.js';

/** Something that is watched: a figure over time, of the whole tenant and of its largest groups. */
export interface Metric {
  readonly id: string;
  /** For people, in the middle of a sentence. */
  readonly name: string;
  readonly isPlural: boolean;
  readonly format: Format;
  readonly query: Pick<AnalyticsProgram, 'source' | 'measure' | 'filters' | 'time'>;
  /** Also for the largest groups by this field. */
  readonly by?: string;
  /** How a group is named: `with Acme`, `of answers.answer`. */
  readonly preposition?: string;
  /** The longest of these that has enough points is looked at; shorter ones for seasons only. */
  readonly intervals: readonly Interval[];
  /** Whether the level to come is worth a word. */
  readonly isForecast?: boolean;
  /** Whether its filters are said, as they are somebody's own. */
  readonly saysFilters?: boolean;
}

const invoices = [{ field: 'kind', is: 'EQUALS' as const, values: ['invoice'] }];

/** What is watched: the facts of business, then those of the AI itself. */
export const metrics: readonly Metric[] = [
  {
    id: 'invoiced-amount',
    name: 'the invoiced amount',
    isPlural: false,
    format: 'MONEY',
    query: {
      source: 'documents',
      measure: { of: 'sum', field: 'amount' },
      filters: invoices,
      time: 'issueDate',
    },
    by: 'seller',
    preposition: 'from',
    intervals: ['MONTH', 'WEEK', 'DAY'],
    isForecast: true,
  },
  {
    id: 'invoices',
    name: 'invoices',
    isPlural: true,
    format: 'NUMBER',
    query: { source: 'documents', measure: { of: 'count' }, filters: invoices, time: 'issueDate' },
    by: 'seller',
    preposition: 'from',
    intervals: ['MONTH', 'WEEK', 'DAY'],
  },
  {
    id: 'payment-term',
    name: 'the mean payment term of invoices',
    isPlural: false,
    format: 'DAYS',
    query: {
      source: 'documents',
      measure: { of: 'mean', field: 'termDays' },
      filters: invoices,
      time: 'issueDate',
    },
    intervals: ['MONTH', 'WEEK', 'DAY'],
  },
  {
    id: 'uploads',
    name: 'documents that came in',
    isPlural: true,
    format: 'NUMBER',
    query: { source: 'documents', measure: { of: 'count' }, time: 'uploadedAt' },
    by: 'kind',
    preposition: 'of the kind',
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
  {
    id: 'extraction-confidence',
    name: 'the mean confidence of extracted fields',
    isPlural: false,
    format: 'PERCENT',
    query: { source: 'documents', measure: { of: 'mean', field: 'confidence' }, time: 'uploadedAt' },
    by: 'kind',
    preposition: 'of the kind',
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
  {
    id: 'corrected-share',
    name: 'the share of documents that people corrected',
    isPlural: false,
    format: 'PERCENT',
    query: { source: 'documents', measure: { of: 'share', field: 'corrected' }, time: 'uploadedAt' },
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
  {
    id: 'runs',
    name: 'runs',
    isPlural: true,
    format: 'NUMBER',
    query: { source: 'runs', measure: { of: 'count' } },
    by: 'capability',
    preposition: 'of',
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
  {
    id: 'model-cost',
    name: 'the cost of models in US dollars',
    isPlural: false,
    format: 'NUMBER',
    query: { source: 'runs', measure: { of: 'sum', field: 'costUsd' } },
    by: 'capability',
    preposition: 'of',
    intervals: ['WEEK', 'DAY', 'HOUR'],
    isForecast: true,
  },
  {
    id: 'latency',
    name: 'the median duration of runs',
    isPlural: false,
    format: 'DURATION',
    query: { source: 'runs', measure: { of: 'median', field: 'durationMs' } },
    by: 'capability',
    preposition: 'of',
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
  {
    id: 'answered-share',
    name: 'the share of runs that ended with an answer',
    isPlural: false,
    format: 'PERCENT',
    query: { source: 'runs', measure: { of: 'share', field: 'answered' } },
    by: 'capability',
    preposition: 'of',
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
  {
    id: 'reviews',
    name: 'reviews that were asked for',
    isPlural: true,
    format: 'NUMBER',
    query: { source: 'reviews', measure: { of: 'count' } },
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
  {
    id: 'review-time',
    name: 'the median time to decide a review',
    isPlural: false,
    format: 'DURATION',
    query: { source: 'reviews', measure: { of: 'median', field: 'resolutionMs' }, time: 'resolvedAt' },
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
  {
    id: 'acceptance',
    name: 'the share of decided recommendations that people accepted',
    isPlural: false,
    format: 'PERCENT',
    query: {
      source: 'recommendations',
      measure: { of: 'share', field: 'accepted' },
      time: 'decidedAt',
    },
    by: 'kind',
    preposition: 'of the kind',
    intervals: ['WEEK', 'DAY', 'HOUR'],
  },
];

import { fold } from 'tributary/text';

/** What a word or phrase means to the grammar. Words are listed by meaning: en de es fr ru zh, in this order. */
export type Meaning =
  | { tag: 'kind'; kind: string }
  | { tag: 'compare'; by: Comparison; alsoDays?: boolean }
  | { tag: 'between' }
  | { tag: 'and' }
  | { tag: 'currency'; code: string }
  | { tag: 'times'; factor: number }
  | { tag: 'days'; by: 'from' | 'to' | 'before' | 'after' | 'in' }
  | { tag: 'day'; back: number }
  | { tag: 'unit'; unit: Unit }
  | { tag: 'which'; which: Which }
  | { tag: 'period'; which: Which; unit: Unit }
  | { tag: 'month'; month: number }
  | { tag: 'quarter'; quarter: number | null }
  /** `onlyOf`: says so of bills only. */
  | { tag: 'paid'; paid: boolean; onlyOf?: 'bills' }
  | { tag: 'overdue' }
  | { tag: 'not' }
  | { tag: 'without' }
  | { tag: 'language'; language: string }
  | { tag: 'review' }
  | { tag: 'order'; by: 'date' | 'amount'; ascending: boolean }
  | { tag: 'dateOf'; field: 'uploaded' | 'due_date' | 'issue_date' }
  | { tag: 'amountOf'; field: string }
  | { tag: 'filler' };
export type Comparison = 'above' | 'atLeast' | 'atMost' | 'below' | 'about' | 'equal';
export type Which = 'last' | 'this' | 'next';
export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Phrases folded (lower case, no diacritics), their words joined by one blank. */
export type Lexicon = ReadonlyMap<string, readonly Meaning[]>;

/** A lexicon of lists: phrases parted by commas. */
export function lexiconOf(lists: readonly (readonly [Meaning, string])[]): Lexicon {
  const lexicon = new Map<string, Meaning[]>();
  for (const [meaning, phrases] of lists) {
    for (const phrase of phrases.split(',')) {
      const folded = fold(phrase)
        .replaceAll('-', ' - ')
        .replace(/['’\s]+/gu, ' ');
      if (folded !== '') lexicon.set(folded, [...(lexicon.get(folded) ?? []), meaning]);
    }
  }
  return lexicon;
}

import type { Audience } from './audience.js';
import type { Length } from './length.js';

export interface Count {
  name: string;
  count: number;
}
/** A document that somebody should look at, and why. */
export interface Notable {
  documentId: string;
  name: string;
  reason: string;
}

/** What happened in a period: every number that a summary of it may say. */
export interface PeriodFigures {
  from: string;
  to: string;
  documents: number;
  byKind: Count[];
  /** Waiting for a person: they need a review, or are kept apart. */
  waiting: number;
  failed: number;
  corrections: number;
  recommendations: number;
  accepted: number;
  rejected: number;
  runs: number;
  notable: Notable[];
}

const mostNotable: Readonly<Record<Length, number>> = { SHORT: 0, MEDIUM: 3, LONG: 10 };
const mostKinds: Readonly<Record<Length, number>> = { SHORT: 2, MEDIUM: 4, LONG: 20 };

/** The figures in words, one sentence a matter; each number is one of the figures. */
export function periodSentences(figures: PeriodFigures, length: Length, audience: Audience): string[] {
  const { from, to, documents, byKind, waiting, failed, corrections } = figures;
  const { recommendations, accepted, rejected, runs, notable } = figures;
  const kinds = byKind.slice(0, mostKinds[length]).map(({ name, count }) => `${count} of the kind ${name}`);
  const came = `From ${from.slice(0, 10)} to ${to.slice(0, 10)}, ${many(documents, 'document', 'came in')}`;
  const sentences = [kinds.length > 0 ? `${came}: ${listed(kinds)}.` : `${came}.`];
  if (waiting > 0)
    sentences.push(`${many(waiting, 'document', waiting === 1 ? 'waits' : 'wait')} for a person.`);
  else if (documents > 0) sentences.push('Nothing waits for a person.');
  if (failed > 0) sentences.push(`${many(failed, 'document', 'could not be read')}.`);
  if (recommendations > 0) {
    const decided = `${accepted} accepted and ${rejected} rejected`;
    sentences.push(
      `${many(recommendations, 'recommendation', recommendations === 1 ? 'was' : 'were')} made; ${decided}.`,
    );
  }
  // How much was corrected and computed is of interest inside, not to a customer.
  if (audience !== 'CUSTOMER' && length !== 'SHORT') {
    if (corrections > 0) sentences.push(`People corrected ${many(corrections, 'field')}.`);
    if (audience === 'EXPERT' || length === 'LONG')
      sentences.push(`${many(runs, 'run')} of AI capabilities ended.`);
  }
  const shown = notable.slice(0, mostNotable[length]);
  if (shown.length > 0)
    sentences.push(`Notable: ${shown.map(({ name, reason }) => `${name} (${reason})`).join('; ')}.`);
  return sentences;
}

/** Whether every number of a text is one of the figures, a part of a date or of a name among them. */
export function saysOnlyFigures(text: string, figures: PeriodFigures): boolean {
  const known = new Set(numbersIn(JSON.stringify(figures)));
  return numbersIn(text).every((number) => known.has(number));
}

const numbersIn = (text: string): string[] =>
  (text.match(/\d+(?:[.,]\d+)*/gu) ?? []).map((number) =>
    number.replace(/^0+(?=\d)/u, '').replaceAll(',', ''),
  );

function many(count: number, noun: string, verb = ''): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}${verb === '' ? '' : ` ${verb}`}`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

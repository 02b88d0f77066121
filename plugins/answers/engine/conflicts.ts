import type { SearchHit } from 'tributary/sdk';
import { type Analyser, findDates, findMoney } from 'tributary/text';
import type { AnswerSentence } from './answer-sentences.js';

/** A value that a source gives; the place is that of the quote, code points of the page's text. */
export interface ConflictingValue {
  text: string;
  documentId: string;
  versionId: string;
  page: number;
  start: number;
  end: number;
  quote: string;
}
/** Two or more documents give different values for what seems the same thing. */
export interface Conflict {
  claim: string;
  values: ConflictingValue[];
}

type ValueKind = 'DATE' | 'MONEY' | 'NUMBER';
interface Value {
  kind: ValueKind;
  /** What is compared. */
  key: string;
  text: string;
  start: number;
  end: number;
}
interface Statement {
  sentence: AnswerSentence;
  values: Value[];
  /** The words beside the values. */
  terms: ReadonlySet<string>;
}

/** How much of the shorter statement's words the other has to have for both to speak of the same thing. */
const sameThing = 0.6;
const leastTerms = 2;
const mostConflicts = 5;
const number = /\p{N}+(?:[.,]\p{N}+)*\s?%?/gu;

/**
 * Statements of different documents that say the same with other dates, amounts or numbers: aligned by their words
 * without the values, then the values of a kind compared (contradictions of number, de Marneffe, Rafferty and Manning,
 * "Finding Contradictions in Text", ACL 2008).
 */
export function conflictsAmong(candidates: readonly AnswerSentence[], analyser: Analyser): Conflict[] {
  const statements = candidates.map((sentence) => statementOf(sentence, analyser));
  const found: Conflict[] = [];
  const taken = new Set<Statement>();
  for (const statement of statements) {
    if (taken.has(statement) || statement.terms.size < leastTerms) continue;
    for (const kind of ['MONEY', 'DATE', 'NUMBER'] as const) {
      const others = statements.filter((other) => contradicts(statement, other, kind));
      if (others.length === 0) continue;
      const all = [statement, ...others];
      for (const each of all) taken.add(each);
      found.push({
        claim: claimOf(statement, kind),
        values: all.flatMap((each) => conflictingValue(each, kind)),
      });
      break;
    }
  }
  return found.slice(0, mostConflicts);
}

function contradicts(one: Statement, other: Statement, kind: ValueKind): boolean {
  if (one.sentence.hit.documentId === other.sentence.hit.documentId) return false;
  const [mine, theirs] = [keys(one, kind), keys(other, kind)];
  if (mine.length === 0 || theirs.length === 0 || mine.some((key) => theirs.includes(key))) return false;
  const shared = [...one.terms].filter((term) => other.terms.has(term)).length;
  const smaller = Math.min(one.terms.size, other.terms.size);
  return shared >= leastTerms && shared / smaller >= sameThing;
}

const keys = ({ values }: Statement, kind: ValueKind): string[] =>
  values.filter((value) => value.kind === kind).map(({ key }) => key);

/** What is said, with a gap where the values differ. */
function claimOf({ sentence, values }: Statement, kind: ValueKind): string {
  let text = sentence.text;
  const those = values.filter((value) => value.kind === kind).sort((one, other) => other.start - one.start);
  for (const { start, end } of those) text = `${text.slice(0, start)}…${text.slice(end)}`;
  return text.replace(/\s+/g, ' ');
}

function conflictingValue({ sentence, values }: Statement, kind: ValueKind): ConflictingValue[] {
  const value = values.find((each) => each.kind === kind);
  if (!value) return [];
  const { documentId, versionId, page }: SearchHit = sentence.hit;
  const { start, end, text: quote } = sentence;
  return [{ text: value.text, documentId, versionId, page, start, end, quote }];
}

function statementOf(sentence: AnswerSentence, analyser: Analyser): Statement {
  const values = valuesOf(sentence.text);
  const inValue = (at: number) => values.some(({ start, end }) => start <= at && at < end);
  const terms = new Set(
    analyser
      .tokens(sentence.text)
      .filter(({ start }) => !inValue(start))
      .map(({ term }) => term),
  );
  return { sentence, values, terms };
}

function valuesOf(text: string): Value[] {
  const dates = findDates(text).map(({ date, start, end }): Value => valueAt(text, 'DATE', date, start, end));
  const money = findMoney(text).map(
    ({ amount, currency, start, end }): Value =>
      valueAt(text, 'MONEY', `${amount} ${currency ?? ''}`, start, end),
  );
  const known = [...dates, ...money];
  const numbers = [...text.matchAll(number)]
    .map((match) =>
      valueAt(text, 'NUMBER', match[0].replace(/\s/g, ''), match.index, match.index + match[0].length),
    )
    .filter(({ start, end }) => !known.some((other) => start < other.end && other.start < end));
  return [...known, ...numbers];
}

function valueAt(text: string, kind: ValueKind, key: string, start: number, end: number): Value {
  return { kind, key, text: text.slice(start, end).trim(), start, end };
}

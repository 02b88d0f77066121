import { findDates, findMoney, fold } from 'tributary/text';

/** What kind of thing a question asks for. */
export type AnswerType = 'AMOUNT' | 'DATE' | 'OTHER';

const cues: readonly (readonly [AnswerType, RegExp])[] = [
  [
    'DATE',
    /\b(when|what date|which day|until when|how long|deadline|wann|bis wann|welches datum|quand|quelle date|cuando|que fecha|hasta cuando)\b|когда|何时|什么时候|哪天/,
  ],
  [
    'AMOUNT',
    /\b(how much|what amount|price|cost|costs|total|fee|sum|wie viel|wieviel|betrag|summe|preis|kostet|combien|montant|prix|cuanto|importe|precio)\b|сколько|стоимость|多少/,
  ],
];

/**
 * The expected type of the answer by the words of the question: the coarse classes "numeric: money" and "numeric: date"
 * of Li and Roth, "Learning Question Classifiers", COLING 2002.
 */
export function answerType(question: string): AnswerType {
  const folded = fold(question);
  return cues.find(([, pattern]) => pattern.test(folded))?.[0] ?? 'OTHER';
}

/** Whether a sentence holds a thing of that type. */
export function holds(type: AnswerType, sentence: string): boolean {
  if (type === 'AMOUNT') return findMoney(sentence).length > 0;
  return type === 'OTHER' || findDates(sentence).length > 0;
}

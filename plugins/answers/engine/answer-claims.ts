import type { Citation } from 'tributary/sdk';
import { type ClaimDoubt, codePointLength, GroundingSource, supportedSentences } from 'tributary/text';

/** A sentence of an answer; places are code points of the answer's text, end exclusive. */
export interface AnswerClaim {
  text: string;
  start: number;
  end: number;
  /** How many citations it has. */
  citations: number;
  /** Whether what it cites supports it. */
  supported: boolean;
  /** Numbers and names in it that what it cites does not have. */
  invented: string[];
}

const severe: ReadonlySet<ClaimDoubt['kind']> = new Set(['NEW_NUMBER', 'NEW_NAME']);

/** Each sentence of an answer held against the quotes that it cites; what cites nothing is not supported. */
export function answerClaims(text: string, citations: readonly Citation[]): AnswerClaim[] {
  const sources = new Map(citations.map(({ quote }) => [quote, new GroundingSource(quote)]));
  const all = supportedSentences(text, [...sources.values()]);
  return all.map(({ text: claim, start, end }) => {
    const from = codePointLength(text.slice(0, start));
    const to = codePointLength(text.slice(0, end));
    const cited = citations.filter(({ answerStart, answerEnd }) => answerStart < to && from < answerEnd);
    const quotes = [...new Set(cited.map(({ quote }) => quote))].flatMap((quote) => sources.get(quote) ?? []);
    const check = supportedSentences(claim, quotes)[0]?.check;
    const invented = (check?.doubts ?? []).filter(({ kind }) => severe.has(kind)).map((doubt) => doubt.text);
    return {
      text: claim,
      start: from,
      end: to,
      citations: cited.length,
      supported: check?.supported === true,
      invented: [...new Set(invented)],
    };
  });
}

/**
 * Why a person has to look at an answer: a sentence has numbers or names that it does not cite, or none is supported.
 * Other words than those of the source are no such reason, for a model says things in its own.
 */
export function doubtOf(claims: readonly AnswerClaim[]): string | null {
  const wrong = claims.find(
    ({ supported, invented, citations }) => citations > 0 && !supported && invented.length > 0,
  );
  if (wrong) return `What is cited does not say ${wrong.invented.join(', ')}: “${wrong.text}”`;
  if (claims.length === 0 || claims.some(({ supported }) => supported)) return null;
  return 'What is cited does not support the answer.';
}

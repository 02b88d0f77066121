import { type AlignedClaim, aligned } from './aligned-claim.js';
import type { Word } from './analysed-text.js';
import { groundingFeatures } from './grounding-features.js';
import { GroundingSource } from './grounding-source.js';
import learned from './grounding-weights.json' with { type: 'json' };

/**
 * What is judged. `ANSWER`: a reply, which has to rest on its source in all it says. `CLAIM`: a statement of somebody
 * else's, of which the source says the same, the opposite, or nothing. `SUMMARY`: a text made from the source, in which
 * something may have been changed.
 */
export const claimKinds = ['ANSWER', 'CLAIM', 'SUMMARY'] as const;
/** One of `claimKinds`. */
export type ClaimKind = (typeof claimKinds)[number];

/** Why a claim is doubted. */
export const claimDoubts = ['NEW_NUMBER', 'NEW_NAME', 'NEW_WORD', 'DENIED', 'TURNED_ROUND'] as const;
/** A place of a claim that its source does not support; UTF-16 indices of the claim. */
export interface ClaimDoubt {
  kind: (typeof claimDoubts)[number];
  text: string;
  start: number;
  end: number;
}

/** What a source says of a claim. */
export interface ClaimCheck {
  /** From 0 (not at all) to 1; supported from 0.5 on. */
  score: number;
  supported: boolean;
  /** What speaks for it most, UTF-16 indices of the source's text; null when nothing does. */
  quote: { source: GroundingSource; text: string; start: number; end: number } | null;
  doubts: ClaimDoubt[];
}

interface Weights {
  bias: number;
  weights: Readonly<Record<string, number>>;
}

/** A long text is compared part by part, for in all of it nearly every word stands somewhere. */
const mostSentences = 60;
const mostDoubts = 20;
/** Whoever writes from a source has its numbers from there: one that it has not is not supported, however much else is. */
const inventedNumber = 0.4;
const quotedLetters = 12;

/** A text as sources for `checkClaim`: one, or several of up to sixty sentences with the places of their beginnings. */
export function groundingSources(text: string): { source: GroundingSource; start: number }[] {
  const whole = new GroundingSource(text);
  if (whole.sentences.length <= mostSentences) return [{ source: whole, start: 0 }];
  const firsts = whole.sentences.filter((_, at) => at % mostSentences === 0).map(({ start }) => start);
  return firsts.map((start, at) => ({
    source: new GroundingSource(text.slice(start, firsts[at + 1])),
    start,
  }));
}

/**
 * Whether one of the sources supports a claim, by lexical evidence alone: no model, no network, the same for the same
 * texts. A logistic regression over `groundingFeatures`; `weights.md` names the data it was learned from and how often it
 * is right. What a source says word for word is supported. The score is that of the source which supports it most.
 */
export function checkClaim(claim: string, sources: readonly GroundingSource[], kind: ClaimKind): ClaimCheck {
  let best: { score: number; claim: AlignedClaim } | null = null;
  for (const source of sources) {
    const laid = aligned(claim, source);
    const score = scoreOf(laid, kind);
    if (!best || score > best.score) best = { score, claim: laid };
  }
  if (!best || best.claim.content.length === 0)
    return { score: 0, supported: false, quote: null, doubts: [] };
  const supported = best.score >= 0.5;
  return { score: best.score, supported, quote: quoteOf(best.claim), doubts: doubtsOf(best.claim) };
}

function scoreOf(claim: AlignedClaim, kind: ClaimKind): number {
  if (isQuoted(claim)) return 1;
  if (claim.content.length > 0 && claim.novel.length === claim.content.length) return 0;
  const { bias, weights }: Weights = learned[kind];
  const features = groundingFeatures(claim);
  const sum = Object.entries(weights).reduce(
    (total, [name, weight]) => total + weight * (features[name] ?? 0),
    bias,
  );
  const score = 1 / (1 + Math.exp(-sum));
  return kind !== 'CLAIM' && (features.newDigits ?? 0) > 0 ? Math.min(score, inventedNumber) : score;
}

/** Whether every sentence stands in the source as it is, but for signs and spaces. */
function isQuoted({ source, text }: AlignedClaim): boolean {
  const said = source.analysis.sentences(text);
  const isLong = text.replace(/[^\p{L}\p{N}]/gu, '').length >= quotedLetters;
  return isLong && said.every((sentence) => source.quotes(sentence.text));
}

/** The best passage of the sentence that has the best one. */
function quoteOf({ sentences, source }: AlignedClaim): ClaimCheck['quote'] {
  const [best] = [...sentences].sort((one, other) => other.passageShare - one.passageShare);
  if (!best?.passage || best.passageShare === 0) return null;
  const [first, last] = [best.passage.sentences[0], best.passage.sentences.at(-1)];
  if (!first || !last) return null;
  return { source, text: source.text.slice(first.start, last.end), start: first.start, end: last.end };
}

function doubtsOf({ sentences, novel, source }: AlignedClaim): ClaimDoubt[] {
  const isNovel = new Set(novel);
  const denies = (words: readonly Word[]) => words.some(({ isNegation }) => isNegation);
  return sentences
    .flatMap(({ words, sentence }) =>
      words.flatMap((word): ClaimDoubt[] => {
        const { term: text, start, end } = word;
        if (word.isNegation) {
          return sentence && !denies(sentence.words) ? [{ kind: 'DENIED', text, start, end }] : [];
        }
        if (!isNovel.has(word) && !(word.isDigits && !source.holds(word))) return [];
        if (word.number !== null) return [{ kind: 'NEW_NUMBER', text, start, end }];
        if (word.polarity) return [{ kind: 'TURNED_ROUND', text, start, end }];
        return [{ kind: word.isName ? 'NEW_NAME' : 'NEW_WORD', text, start, end }];
      }),
    )
    .slice(0, mostDoubts);
}

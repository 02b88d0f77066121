import type { IndexFile } from './index-file.js';
import { type PostingBlock, postingsOf, type WeightedPostings } from './lookup.js';
import { asUint32 } from './postings.js';
import { gather, inverseFrequency, type Scored, saturated } from './ranking.js';
import type { Readable } from './readable.js';
import { lengthOf, type Summaries } from './summaries.js';

/** A document that is taken as relevant, with its best passage. */
export interface FeedbackDocument extends Scored {
  passage: number;
}

const TERMS = 40;
/** Candidates for the terms, before those that are too common or stand in one document only are left out. */
const CONSIDERED = 80;
const COMMON = 0.1;
/** Passages from the beginning of a document that speak for it beside its best one. */
const WHOLE = 8;
/** A document that says less about relevance is not read. */
const LEAST_BELIEF = 0.001;
/** What the feedback terms count beside the query, in a collection of many documents. */
const SHARE = 0.3;
/** In a small collection chance decides which words the best documents share. */
const MANY_DOCUMENTS = 1_000;
const FEWEST_DOCUMENTS = 50;

/** What the feedback terms count beside the query. */
export function feedbackShare({ count }: Readable): number {
  return SHARE * Math.min(1, count / MANY_DOCUMENTS);
}

/**
 * Words that the best documents share, weighted: pseudo-relevance feedback by relevance models (RM1 of Lavrenko and
 * Croft, 2001; interpolated with the query as RM3, Abdul-Jaleel et al., "UMass at TREC 2004"). The weights sum to 1.
 */
export function feedbackTerms(
  file: IndexFile,
  best: readonly FeedbackDocument[],
  readable: Readable,
): WeightedPostings[] {
  if (readable.count < FEWEST_DOCUMENTS) return [];
  const weights = relevanceModel(file, best);
  const considered = [...weights].sort(([left, a], [right, b]) => b - a || left - right).slice(0, CONSIDERED);
  const chosen: WeightedPostings[] = [];
  for (const [term, weight] of considered) {
    if (chosen.length === TERMS) break;
    const blocks = postingsOf(file, term);
    const having = countDocuments(blocks, readable.documents, readable.count * COMMON);
    if (having >= 2 && having <= readable.count * COMMON) chosen.push({ weight, blocks });
  }
  const sum = chosen.reduce((total, { weight }) => total + weight, 0);
  return chosen.map(({ weight, blocks }) => ({ weight: weight / sum, blocks }));
}

/** How many admitted documents have a term; counting ends above the limit. */
function countDocuments(blocks: readonly PostingBlock[], admitted: Uint8Array, limit: number): number {
  let count = 0;
  for (const { first, entries } of blocks) {
    let last = -1;
    for (let index = 0; index < entries.length && count <= limit; index += 3) {
      const offset = entries[index] ?? 0;
      if (offset !== last && admitted[first + offset] === 1) count++;
      last = offset;
    }
  }
  return count;
}

/** The scores of candidates for the feedback terms alone. */
export function scoreFeedback(
  terms: readonly WeightedPostings[],
  candidates: readonly number[],
  readable: Readable,
  summaries: Summaries,
): Map<number, number> {
  const scores = new Map<number, number>(candidates.map((document) => [document, 0]));
  const frequencies = new Float64Array(summaries.size);
  for (const { weight, blocks } of terms) {
    const touched = gather(blocks, readable.documents, frequencies);
    const information = inverseFrequency(readable.count, touched.length);
    for (const document of candidates) {
      const frequency = frequencies[document] ?? 0;
      if (frequency === 0) continue;
      const part =
        weight * information * saturated(frequency, lengthOf(summaries, document) / readable.averageLength);
      scores.set(document, (scores.get(document) ?? 0) + part);
    }
    for (const document of touched) frequencies[document] = 0;
  }
  return scores;
}

/**
 * p(term | relevant): each document's share times that of the term in its text. A score adds up logarithms of odds
 * (Robertson and Zaragoza 2009), so that a document's share is exponential in it: a clear winner speaks for itself.
 */
function relevanceModel(file: IndexFile, best: readonly FeedbackDocument[]): Map<number, number> {
  const highest = best[0]?.score ?? 0;
  const odds = best.map(({ score }) => Math.exp(score - highest));
  const total = odds.reduce((sum, each) => sum + each, 0);
  const model = new Map<number, number>();
  for (const [at, { number, passage }] of best.entries()) {
    const belief = (odds[at] ?? 0) / total;
    if (belief < LEAST_BELIEF) break;
    const rows = file.all<{ terms: Uint8Array }>(
      'select terms from chunk where document = ? and (ordinal = ? or ordinal <= ?)',
      number,
      passage,
      WHOLE,
    );
    const pairs = rows.map(({ terms }) => asUint32(terms));
    let length = 0;
    for (const terms of pairs)
      for (let index = 1; index < terms.length; index += 2) length += terms[index] ?? 0;
    for (const terms of pairs) {
      for (let index = 0; index < terms.length; index += 2) {
        const share = (belief * (terms[index + 1] ?? 0)) / length;
        model.set(terms[index] ?? 0, (model.get(terms[index] ?? 0) ?? 0) + share);
      }
    }
  }
  return model;
}

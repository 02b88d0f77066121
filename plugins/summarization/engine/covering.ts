import { Bm25, coverWords, createAnalyser, rougeWords, STOP_WORDS } from 'tributary/text';
import { emphasis } from './audience.js';
import summaryWords from './learned/summary-words.json' with { type: 'json' };
import type { Wanted } from './length.js';
import { askedTerms } from './question.js';
import { languageOf, type Unit } from './units.js';

/** Before and after a sentence, as many count as its surroundings: what answers often stands beside the words asked for. */
const around = 4;
/** A question is answered from the sentences that fit best, and not from more of them. */
const mostRelevant = 100;
/** What a sentence counts that has nothing to do with the question, beside those that do. */
const leastWeight = 0.3;
/** How many words of the matter a summary of so many words holds. */
const matter = { words: 30, of: 65 };
/** A word of the question is expected so often. */
const askedCount = 0.6;
/** A summary of everything is longer than one of a matter. */
const wholeFactor = 1.5;
const leastSpokenWords = 8;
const leastWrittenWords = 4;
const longest = 2.2;

const known: ReadonlyMap<string, number> = new Map(Object.entries(summaryWords.perWord));

/**
 * The sentences that answer a question, or say most of a conversation, in their order. Relevance is BM25 (Robertson and
 * Zaragoza 2009) of the sentence and of its surroundings; which words the summary should hold is estimated by a relevance
 * model over the best of them (Lavrenko and Croft, "Relevance-Based Language Models", SIGIR 2001) and by the common words of
 * summaries (`learned/weights.md`); the sentences are chosen to cover those words (`coverWords`).
 */
export function covering(units: readonly Unit[], question: string | null, wanted: Wanted): number[] {
  const [first] = units;
  if (!first) return [];
  const analyser = createAnalyser(languageOf(first.source));
  const asked = question === null ? [] : askedTerms(question, analyser);
  const terms = units.map(({ text, speaker }) => analyser.terms(speaker ? `${speaker} ${text}` : text));
  const words = units.map((unit) => rougeWords(shownAlone(unit)));
  const relevance = asked.length > 0 ? relevanceOf(terms, asked) : units.map(() => 1);
  const pool = asked.length > 0 ? best(relevance, mostRelevant) : [...units.keys()];
  const length = wanted.words * (asked.length > 0 ? 1 : wholeFactor);
  const common = analyser.language === 'en' ? known : new Map<string, number>();
  const expected = new Map([...common].map(([word, share]) => [word, share * length]));
  const stops = new Set([...STOP_WORDS[analyser.language]].flatMap(rougeWords));
  const isMatter = (word: string) => !stops.has(word) && !common.has(word);
  for (const [word, share] of matterOf(pool, words, relevance, isMatter, asked.length > 0))
    expected.set(word, (expected.get(word) ?? 0) + (share * matter.words * length) / matter.of);
  const inQuestion = new Set(rougeWords(question ?? '').filter(isMatter));
  const about = new Set(asked.flatMap(rougeWords));
  for (const word of inQuestion)
    if (about.has(word)) expected.set(word, (expected.get(word) ?? 0) + askedCount);
  const pieces = pool.map((at) => ({
    words: words[at] ?? [],
    weight:
      (leastWeight + (1 - leastWeight) * (relevance[at] ?? 0)) *
      emphasis(wanted.audience, units[at]?.text ?? ''),
  }));
  const least = first.speaker === null ? leastWrittenWords : leastSpokenWords;
  const limits = { length, most: length * longest, least };
  const chosen = coverWords(pieces, expected, limits);
  // Where all that was said is short, short sentences are all there is.
  const found = chosen.length > 0 ? chosen : coverWords(pieces, expected, { ...limits, least: 1 });
  return found
    .slice(0, wanted.sentences ?? found.length)
    .flatMap((at) => pool[at] ?? [])
    .sort((one, other) => one - other);
}

/** As a sentence stands in a summary where nothing of the same speaker stands before it. */
export const shownAlone = ({ speaker, text }: Unit): string =>
  speaker === null ? text : `${speaker}: ${text}`;

/** From 0 to 1 in each half: the sentence itself, and with what stands around it. */
function relevanceOf(terms: readonly (readonly string[])[], asked: readonly string[]): number[] {
  const alone = new Bm25(terms);
  const windows = new Bm25(
    terms.map((_, at) => terms.slice(Math.max(0, at - around), at + around + 1).flat()),
  );
  const [own, near] = [alone, windows].map((index) => {
    const scores = terms.map((_, at) => index.score(asked, at));
    const most = Math.max(...scores, Number.EPSILON);
    return scores.map((score) => score / most);
  });
  return terms.map((_, at) => ((own?.[at] ?? 0) + (near?.[at] ?? 0)) / 2);
}

function best(relevance: readonly number[], count: number): number[] {
  return [...relevance.keys()]
    .sort((one, other) => (relevance[other] ?? 0) - (relevance[one] ?? 0) || one - other)
    .slice(0, count);
}

/** How the words of the matter share in what is relevant: rare words more, words that all sentences have less. */
function matterOf(
  pool: readonly number[],
  words: readonly (readonly string[])[],
  relevance: readonly number[],
  isMatter: (word: string) => boolean,
  isAsked: boolean,
): Map<string, number> {
  const held = new Map<string, number>();
  for (const each of words) for (const word of new Set(each)) held.set(word, (held.get(word) ?? 0) + 1);
  const rarity = (word: string) =>
    Math.log(1 + words.length / (held.get(word) ?? 1)) / Math.log(1 + words.length);
  const found = new Map<string, number>();
  let total = 0;
  for (const at of pool) {
    const weight = (relevance[at] ?? 0) ** 2;
    for (const word of words[at] ?? []) {
      if (!isMatter(word)) continue;
      const more = weight * (isAsked ? rarity(word) : 1);
      found.set(word, (found.get(word) ?? 0) + more);
      total += more;
    }
  }
  return new Map([...found].map(([word, weight]) => [word, weight / Math.max(total, Number.EPSILON)]));
}

import type { AnalysedSentence, Word } from './analysed-text.js';
import type { GroundingSource, Passage } from './grounding-source.js';

/** A sentence of a claim beside what supports it best. */
export interface AlignedSentence {
  words: readonly Word[];
  content: readonly Word[];
  /** The best one or two sentences of the source, and the share of the content words that stand there. */
  passage: Passage | null;
  passageShare: number;
  /** The same of a single sentence. */
  sentence: AnalysedSentence | null;
  sentenceShare: number;
}

/** A claim of one or several sentences, laid beside its source. */
export interface AlignedClaim {
  source: GroundingSource;
  text: string;
  sentences: readonly AlignedSentence[];
  words: readonly Word[];
  /** The words that tell something. */
  content: readonly Word[];
  /** Those which the source does not have. */
  novel: readonly Word[];
}

/** Of two passages that hold as much the shorter one. */
const perWord = 1e-4;

/** Lays each sentence of a claim beside the passage of the source that has most of its words. */
export function aligned(claim: string, source: GroundingSource): AlignedClaim {
  const sentences = source.analysis
    .sentences(claim)
    .filter(({ words }) => words.length > 0)
    .map((sentence) => {
      const words = sentence.words.map((word) => ({
        ...word,
        start: word.start + sentence.start,
        end: word.end + sentence.start,
      }));
      const content = words.filter(({ isStop }) => !isStop);
      const [passage, passageShare] = best(content, source.passages);
      const [single, sentenceShare] = best(content, source.passages.slice(0, source.sentences.length));
      return { words, content, passage, passageShare, sentence: single?.sentences[0] ?? null, sentenceShare };
    });
  const words = sentences.flatMap((sentence) => sentence.words);
  const content = sentences.flatMap((sentence) => sentence.content);
  return {
    source,
    text: claim,
    sentences,
    words,
    content,
    novel: content.filter((word) => !source.holds(word)),
  };
}

function best(content: readonly Word[], passages: readonly Passage[]): [Passage | null, number] {
  let found: Passage | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const passage of passages) {
    const length = passage.sentences.reduce((sum, { words }) => sum + words.length, 0);
    const value = share(content, ({ stem }) => passage.stems.has(stem)) - perWord * length;
    if (value > most) [found, most] = [passage, value];
  }
  return [found, found ? share(content, ({ stem }) => found.stems.has(stem)) : 0];
}

/** The share of the items for which it holds; all of none. */
export function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length;
}

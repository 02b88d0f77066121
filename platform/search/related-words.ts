import type { QueryWord } from './analysis.js';
import type { IndexFile } from './index-file.js';
import { isIn, lookUp, postingsOf, type RelatedPostings, type WordPostings } from './lookup.js';
import type { Readable } from './readable.js';
import type { LikeWord, Vocabulary } from './vocabulary.js';

/** A word of a query that no readable document has, and terms that are searched for instead. */
export interface CorrectedWord {
  readonly word: string;
  readonly terms: readonly { readonly term: number; readonly text: string }[];
}

/** A query's words with those that the readable documents use beside them. */
interface RelatedWords {
  readonly words: readonly WordPostings[];
  readonly corrected: readonly CorrectedWord[];
}

/** A related word's share beside the word itself, when it shares all of its letters, and the least it has to share. */
const SHARE = 0.6;
const LEAST_LIKE = 0.5;
const MOST_RELATED = 20;
/** Two characters make most Chinese words, so that many are alike to the same degree. */
const MOST_RELATED_CHINESE = 64;
const HAN = /\p{Script=Han}/u;
const MOST_CORRECTIONS = 3;
/** Words of a query that are corrected: each is compared with the whole vocabulary. */
const MOST_CORRECTED = 8;

/**
 * Looks up a query's words together with words of the tenant's own vocabulary that are written alike: other forms that
 * stemming keeps apart, compounds (Koehn and Knight, "Empirical Methods for Compound Splitting", 2003, learn them from
 * the words of a corpus too), Chinese words that share characters. A word that no readable document has is corrected. Only
 * words of readable documents take part.
 */
export function lookUpRelated(
  file: IndexFile,
  vocabulary: Vocabulary,
  words: readonly QueryWord[],
  { documents }: Readable,
): RelatedWords {
  const corrected: CorrectedWord[] = [];
  let unknown = 0;
  const read = (like: LikeWord) => ({ ...like, blocks: postingsOf(file, like.term) });
  const isReadable = (like: ReturnType<typeof read>) => isIn(like.blocks, documents);
  const found = lookUp(file, words).map((postings, at): WordPostings => {
    const { text, variants } = words[at] ?? { text: '', variants: [] };
    const isKnown = isIn(postings.blocks, documents);
    const related = new Map<number, RelatedPostings>();
    if (!isKnown && unknown++ < MOST_CORRECTED) {
      const near = firstOf(
        alike(variants, (variant) => vocabulary.near(variant)),
        MOST_CORRECTIONS,
        read,
        isReadable,
      );
      const best = near.filter(({ likeness }) => likeness === near[0]?.likeness);
      for (const like of best) related.set(like.term, { ...like, share: like.likeness, finds: true });
      if (best.length > 0) corrected.push({ word: text, terms: best });
    }
    const likes = alike(variants.flatMap(forms), (variant) => vocabulary.like(variant, LEAST_LIKE)).filter(
      ({ term }) => !postings.terms.includes(term) && !related.has(term),
    );
    for (const like of firstOf(
      likes,
      HAN.test(text) ? MOST_RELATED_CHINESE : MOST_RELATED,
      read,
      isReadable,
    )) {
      const finds = !isKnown || variants.flatMap(forms).some((variant) => like.text.includes(variant));
      related.set(like.term, { ...like, share: SHARE * like.likeness, finds });
    }
    return { ...postings, blocks: isKnown ? postings.blocks : [], related: [...related.values()] };
  });
  return { words: found.filter(({ blocks, related }) => blocks.length + related.length > 0), corrected };
}

/** Snowball takes the German ending -ung from long words only: `Rechnung` keeps it, `Stromrechnung` loses it. */
function forms(variant: string): string[] {
  return variant.length >= 7 && variant.endsWith('ung') ? [variant, variant.slice(0, -3)] : [variant];
}

/** Words like one of the variants, each once, the most alike first. */
function alike(variants: readonly string[], find: (variant: string) => LikeWord[]): LikeWord[] {
  if (variants.length === 1) return variants.flatMap(find);
  const best = new Map<number, LikeWord>();
  for (const like of variants.flatMap(find)) {
    if ((best.get(like.term)?.likeness ?? 0) < like.likeness) best.set(like.term, like);
  }
  return [...best.values()].sort(
    (left, right) => right.likeness - left.likeness || (left.text < right.text ? -1 : 1),
  );
}

/** The first that are readable; nothing is read beyond them. */
function firstOf<Read>(
  likes: readonly LikeWord[],
  most: number,
  read: (like: LikeWord) => Read,
  isReadable: (read: Read) => boolean,
): Read[] {
  const found: Read[] = [];
  for (const like of likes) {
    if (found.length === most) break;
    const postings = read(like);
    if (isReadable(postings)) found.push(postings);
  }
  return found;
}

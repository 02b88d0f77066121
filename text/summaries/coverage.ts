/** A piece of text that can be chosen whole. */
export interface Choosable {
  /** As they are counted: see `rougeWords`. */
  readonly words: readonly string[];
  /** How much what it says counts, 0 to 1. */
  readonly weight: number;
}

export interface CoverageOptions {
  /** How long a summary of a person would be, in words. */
  readonly length: number;
  /** No piece is added from this length on. */
  readonly most: number;
  /** Pieces of fewer words are passed over; 0 if not given. */
  readonly least?: number;
}

/** Chances of the first few occurrences of a word; more of the same word hardly count. */
const deepest = 12;

/**
 * Chooses the pieces that hold most of the words that a summary is expected to hold (`expected`: how often each): a
 * budgeted maximum coverage of words, chosen greedily by what each piece adds to the expected F (Gillick and Favre, "A
 * Scalable Global Model for Summarization", 2009; Lin and Bilmes, "A Class of Submodular Functions for Document
 * Summarization", ACL 2011). How often a word occurs in the summary is taken for a Poisson variable, so that a word said
 * again adds less each time. It ends when nothing adds any more. Returns positions in the order of choice.
 */
export function coverWords(
  pieces: readonly Choosable[],
  expected: ReadonlyMap<string, number>,
  { length, most, least = 0 }: CoverageOptions,
): number[] {
  const chances = new Map([...expected].map(([word, count]) => [word, chancesOf(count)]));
  const said = new Map<string, number>();
  const left = new Set(
    pieces.flatMap(({ words }, at) => (words.length > 0 && words.length >= least ? [at] : [])),
  );
  const chosen: number[] = [];
  let covered = 0;
  let size = 0;
  while (left.size > 0 && size < most) {
    const now = (2 * covered) / (size + length);
    let best = { at: -1, worth: 0, gain: 0 };
    for (const at of left) {
      const { words, weight } = pieces[at] ?? { words: [], weight: 0 };
      const gain = weight * gainOf(words, said, chances);
      const more = (2 * (covered + gain)) / (size + words.length + length) - now;
      const worth = more / Math.sqrt(words.length);
      if (worth > best.worth) best = { at, worth, gain };
    }
    if (best.at < 0) break;
    const { words } = pieces[best.at] ?? { words: [] };
    for (const word of words) said.set(word, (said.get(word) ?? 0) + 1);
    covered += best.gain;
    size += words.length;
    chosen.push(best.at);
    left.delete(best.at);
  }
  return chosen;
}

/** How many of the words are likely to be in the summary beside those that were said. */
function gainOf(
  words: readonly string[],
  said: ReadonlyMap<string, number>,
  chances: ReadonlyMap<string, readonly number[]>,
): number {
  const here = new Map<string, number>();
  let gain = 0;
  for (const word of words) {
    const chance = chances.get(word);
    if (!chance) continue;
    const again = here.get(word) ?? 0;
    here.set(word, again + 1);
    gain += chance[(said.get(word) ?? 0) + again] ?? 0;
  }
  return gain;
}

/** The probabilities that a Poisson variable of this mean is at least 1, 2, 3 … */
function chancesOf(mean: number): number[] {
  let term = Math.exp(-mean);
  let below = term;
  return Array.from({ length: deepest }, (_, at) => {
    const chance = 1 - below;
    term *= mean / (at + 1);
    below += term;
    return chance;
  });
}

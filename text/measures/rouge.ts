import snowball from 'snowball-stemmers';

/** Precision, recall and their harmonic mean, each from 0 to 1. */
export interface RougeScore {
  readonly precision: number;
  readonly recall: number;
  readonly f: number;
}

/** How much of a reference a text says: by words, by pairs of words, by the longest common subsequence. */
export interface Rouge {
  readonly rouge1: RougeScore;
  readonly rouge2: RougeScore;
  readonly rougeL: RougeScore;
}

/** Porter's stemmer of 1980, as the measure is used in the literature. */
const stemmer = snowball.newStemmer('porter');
/** Shorter words are not stemmed, as in the `rouge-score` package. */
const leastStemmed = 4;
/** One ideograph, or a run of other letters, marks and digits. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}])+/gu;
const none: RougeScore = { precision: 0, recall: 0, f: 0 };

/**
 * ROUGE-1, ROUGE-2 and ROUGE-L of a text against one reference. Lin, "ROUGE: A Package for Automatic Evaluation of
 * Summaries", 2004: n-gram overlap with clipped counts, and the longest common subsequence of the whole texts (sentence
 * level). Words are runs of letters and digits in lower case, stemmed (Porter 1980) where they are of Latin letters and
 * at least four long; each Chinese or Japanese character is a word. No stop words are removed. F is balanced (beta 1).
 */
export function rouge(text: string, reference: string): Rouge {
  const [said, wanted] = [rougeWords(text), rougeWords(reference)];
  return {
    rouge1: overlap(said, wanted),
    rouge2: overlap(pairs(said), pairs(wanted)),
    rougeL: score(commonSubsequence(said, wanted), said.length, wanted.length),
  };
}

/** The same against several references: of each measure the reference with the best F. */
export function bestRouge(text: string, references: readonly string[]): Rouge {
  const all = references.map((reference) => rouge(text, reference));
  const best = (measure: keyof Rouge) =>
    all.reduce((most, each) => (each[measure].f > most.f ? each[measure] : most), none);
  return { rouge1: best('rouge1'), rouge2: best('rouge2'), rougeL: best('rougeL') };
}

/** The words that ROUGE compares. */
export function rougeWords(text: string): string[] {
  const found = text.toLowerCase().match(WORD) ?? [];
  return found.map((word) =>
    word.length >= leastStemmed && /^[a-z0-9]+$/.test(word) ? stemmer.stem(word) : word,
  );
}

function pairs(words: readonly string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`);
}

function overlap(said: readonly string[], wanted: readonly string[]): RougeScore {
  const left = new Map<string, number>();
  for (const each of wanted) left.set(each, (left.get(each) ?? 0) + 1);
  let shared = 0;
  for (const each of said) {
    const count = left.get(each) ?? 0;
    if (count === 0) continue;
    shared += 1;
    left.set(each, count - 1);
  }
  return score(shared, said.length, wanted.length);
}

function score(shared: number, said: number, wanted: number): RougeScore {
  if (shared === 0) return none;
  const [precision, recall] = [shared / said, shared / wanted];
  return { precision, recall, f: (2 * precision * recall) / (precision + recall) };
}

/** The length of the longest common subsequence, one row at a time. */
function commonSubsequence(said: readonly string[], wanted: readonly string[]): number {
  let row = new Uint32Array(wanted.length + 1);
  for (const word of said) {
    const next = new Uint32Array(wanted.length + 1);
    for (const [at, other] of wanted.entries())
      next[at + 1] = word === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0);
    row = next;
  }
  return row[wanted.length] ?? 0;
}

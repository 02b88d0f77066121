import { createStemmer, isLanguage, type Language, STOP_WORDS, type Token, tokens } from 'tributary/text';

/** What a text is about, in its own words. */
export interface Topic {
  topic: string;
  /** From 0 to 1, beside the best one. */
  confidence: number;
  /** How often the text says it. */
  count: number;
}

const mostTopics = 10;
const longestPhrase = 3;
const longestRun = 12;
/** Reading goes so far; what a book is about stands in its beginning, too. */
const mostCharacters = 100_000;
const leastLetters = 3;

interface Candidate {
  stems: string[];
  shown: string;
  count: number;
  /** How often it stands within how many longer phrases. */
  within: number;
  holders: number;
  first: number;
}

/**
 * Key phrases of a text: words and runs of words between stop words, punctuation and numbers, ranked by C-value: how often
 * they stand there without being part of a longer phrase, more for longer ones (Frantzi, Ananiadou and Mima, "Automatic
 * Recognition of Multi-Word Terms", 2000), and more where they stand early (as in YAKE: Campos et al., Information Sciences
 * 2020). Phrases whose stems are the same are one; a phrase that holds a better one, or is held by it, is left out.
 */
export function topicsOf(text: string, language: string | null): Topic[] {
  const known: Language = isLanguage(language) ? language : 'en';
  const candidates = candidatesIn(text.slice(0, mostCharacters), known);
  const scores = new Map(candidates.map((candidate) => [candidate, scoreOf(candidate, text.length)]));
  const scored = candidates.toSorted(
    (one, other) => (scores.get(other) ?? 0) - (scores.get(one) ?? 0) || one.first - other.first,
  );
  const chosen: Candidate[] = [];
  for (const each of scored) {
    if (chosen.length >= mostTopics) break;
    const isKnown = chosen.some(({ stems }) => isWithin(each.stems, stems) || isWithin(stems, each.stems));
    if (!isKnown) chosen.push(each);
  }
  const most = chosen[0] ? (scores.get(chosen[0]) ?? 1) : 1;
  return chosen.map((each) => ({
    topic: each.shown,
    count: each.count,
    confidence: Math.round((100 * (scores.get(each) ?? 0)) / most) / 100,
  }));
}

function scoreOf({ stems, count, within, holders, first }: Candidate, length: number): number {
  const alone = holders === 0 ? count : count - within / holders;
  const early = 1 + 0.5 * (1 - first / Math.max(1, length));
  return Math.log2(1 + stems.length) * Math.max(alone, count / 10) * early;
}

function candidatesIn(text: string, language: Language): Candidate[] {
  const stops = STOP_WORDS[language];
  const stem = createStemmer(language);
  const found = new Map<string, Candidate>();
  let run: Token[] = [];
  const close = () => {
    for (const [from, first] of run.entries())
      for (const last of run.slice(from, from + longestPhrase)) {
        const stems = run.slice(from, run.indexOf(last) + 1).map(({ term }) => stem.stem(term));
        const key = stems.join(' ');
        const known = found.get(key);
        const shown = text.slice(first.start, last.end).replace(/\s+/gu, ' ');
        if (known) known.count += 1;
        else found.set(key, { stems, shown, count: 1, within: 0, holders: 0, first: first.start });
      }
    run = [];
  };
  let end = 0;
  for (const token of tokens(text)) {
    // Only a blank or a hyphen stands within a phrase.
    if (run.length > 0 && !/^[ \u00a0-]$/u.test(text.slice(end, token.start))) close();
    end = token.end;
    const isWord = /^\p{L}/u.test(token.term) && !/\d/u.test(token.term) && !stops.has(token.term);
    const isLong = token.term.length >= leastLetters || /\p{Script=Han}/u.test(token.term);
    if (isWord && isLong) run.push(token);
    else close();
    if (run.length >= longestRun) close();
  }
  close();
  for (const { stems, count } of found.values()) {
    if (stems.length === 1) continue;
    for (const part of partsOf(stems)) {
      const inner = found.get(part);
      if (!inner) continue;
      inner.within += count;
      inner.holders += 1;
    }
  }
  return [...found.values()];
}

/** The shorter runs of words within one, each once. */
function partsOf(stems: readonly string[]): Set<string> {
  const parts = stems.flatMap((_, from) =>
    stems.slice(from).map((_stem, more) => stems.slice(from, from + more + 1).join(' ')),
  );
  return new Set(parts.filter((part) => part !== stems.join(' ')));
}

const isWithin = (part: readonly string[], whole: readonly string[]): boolean =>
  part.every((each) => whole.includes(each));

import { createAnalyser, isLanguage, type Language, STOP_WORDS, tokens } from 'tributary/text';

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
/** Reading goes so far; what a book is about stands in its beginning, too. */
const mostCharacters = 100_000;
const leastLetters = 3;

interface Candidate {
  stems: string[];
  shown: string;
  count: number;
  first: number;
}

/**
 * Key phrases of a text: runs of words between stop words, punctuation and numbers, each scored by the degree of its words
 * over their frequency (RAKE: Rose et al., "Automatic Keyword Extraction from Individual Documents", 2010), more when it is
 * said again and when it stands early (as in YAKE: Campos et al., Information Sciences 2020). Phrases whose stems are the
 * same are one; a phrase within a better one is left out.
 */
export function topicsOf(text: string, language: string | null): Topic[] {
  const known: Language = isLanguage(language) ? language : 'en';
  const candidates = candidatesIn(text.slice(0, mostCharacters), known);
  const degree = new Map<string, number>();
  const frequency = new Map<string, number>();
  for (const { stems, count } of candidates)
    for (const stem of stems) {
      degree.set(stem, (degree.get(stem) ?? 0) + stems.length * count);
      frequency.set(stem, (frequency.get(stem) ?? 0) + count);
    }
  const scored = candidates
    .map((candidate) => ({ ...candidate, score: scoreOf(candidate, degree, frequency, text.length) }))
    .sort((one, other) => other.score - one.score || one.first - other.first);
  const chosen: typeof scored = [];
  for (const each of scored) {
    if (chosen.length >= mostTopics) break;
    if (!chosen.some(({ stems }) => isWithin(each.stems, stems) || isWithin(stems, each.stems)))
      chosen.push(each);
  }
  const most = chosen[0]?.score ?? 1;
  return chosen.map(({ shown, count, score }) => ({
    topic: shown,
    count,
    confidence: Math.round((100 * score) / most) / 100,
  }));
}

function scoreOf(
  { stems, count, first }: Candidate,
  degree: ReadonlyMap<string, number>,
  frequency: ReadonlyMap<string, number>,
  length: number,
): number {
  const words = stems.reduce((sum, stem) => sum + (degree.get(stem) ?? 0) / (frequency.get(stem) ?? 1), 0);
  const early = 1 + 0.5 * (1 - first / Math.max(1, length));
  return (
    (words / Math.sqrt(stems.length)) * Math.log(1 + count) * early * Math.log(2 + totalOf(stems, frequency))
  );
}

const totalOf = (stems: readonly string[], frequency: ReadonlyMap<string, number>): number =>
  stems.reduce((sum, stem) => sum + (frequency.get(stem) ?? 0), 0) / stems.length;

function candidatesIn(text: string, language: Language): Candidate[] {
  const stops = STOP_WORDS[language];
  const analyser = createAnalyser(language);
  const found = new Map<string, Candidate>();
  let run: { term: string; start: number; end: number }[] = [];
  const close = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && run.length <= longestPhrase) {
      const shown = text.slice(first.start, last.end).replace(/\s+/gu, ' ');
      const stems = analyser.terms(shown);
      const key = stems.join(' ');
      const known = found.get(key);
      if (known) known.count += 1;
      else if (stems.length > 0) found.set(key, { stems, shown, count: 1, first: first.start });
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
  }
  close();
  return [...found.values()];
}

const isWithin = (part: readonly string[], whole: readonly string[]): boolean =>
  part.every((stem) => whole.includes(stem));

import type { AlignedClaim } from './aligned-claim.js';
import type { Word } from './analysed-text.js';
import { hasAntonym, hasSynonym } from './word-relations.js';

const turns = /^(?:but|although|despite|however|instead|rather|only|without|before|after|unless|while|yet)$/;
const endings = {
  newPast: /ed$/,
  newGerunds: /ing$/,
  newAdverbs: /ly$/,
  newPlurals: /[^s]s$/,
  newAbstracts: /(?:tion|ment|ness|ity|ance|ence|er|or)s?$/,
} as const;
const anyEnding = /(?:ed|ing|ly|s|tion|ment|ness|ity|ance|ence|er|or)$/;
const most = 4;

/**
 * What kind of words a claim has that its source has not: whoever says a thing in other words takes synonyms and other
 * verbs, whoever changes it takes opposites, names and plain nouns (the edits of SummEdits, Laban et al., EMNLP 2023).
 * English, by endings and WordNet; of other languages the counts say little.
 */
export function newWordFeatures({ novel, words, source }: AlignedClaim): Readonly<Record<string, number>> {
  const added = novel.filter(({ isDigits, isNegation }) => !isDigits && !isNegation);
  const count = (holds: (word: Word) => boolean) => Math.min(most, added.filter(holds).length);
  const byEnding = Object.entries(endings).map(([name, ending]) => [
    name,
    count(({ term }) => ending.test(term)),
  ]);
  return {
    ...Object.fromEntries(byEnding),
    newPlain: count(({ term }) => !anyEnding.test(term)),
    newTurns: Math.min(2, words.filter(({ term }) => turns.test(term) && !source.terms.has(term)).length),
    synonyms: count(({ stem }) => hasSynonym(stem, source.stems)),
    antonyms: Math.min(
      3,
      count(({ stem }) => hasAntonym(stem, source.stems)),
    ),
  };
}

import { createAnalyser, guessLanguage, type Language, words } from 'tributary/text';

/** A question that was asked before, with its answer. */
export interface EarlierTurn {
  question: string;
  answer: string;
}

/** Words by which a question points back; in whole words of the language, Chinese by its characters. */
const pointers: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:it|its|they|them|their|he|she|his|her|him|this|that|these|those|there|then|one|ones|same)\b|^(?:and|but|also|what about|how about|why)\b/iu,
  de: /(?<!\p{L})(?:er|es|ihn|ihm|ihr|ihre|ihren|ihrem|sein|seine|seinen|dessen|deren|dies|diese|dieser|dieses|diesen|dort|dann|davon|dafür|daran|damit|dazu)(?!\p{L})|^(?:und|aber|auch|warum)(?!\p{L})/iu,
  fr: /(?<!\p{L})(?:il|elle|ils|elles|son|sa|ses|leur|leurs|ce|cet|cette|ces|celui|celle|y|en)(?!\p{L})|^(?:et|mais|pourquoi)(?!\p{L})/iu,
  es: /(?<!\p{L})(?:él|ella|ellos|ellas|su|sus|este|esta|esto|ese|esa|eso|aquel|allí|entonces|lo|la)(?!\p{L})|^¿?(?:y|pero|también|por qué)(?!\p{L})/iu,
  ru: /(?<!\p{L})(?:он|она|оно|они|его|её|ее|их|им|ему|ей|этот|эта|это|эти|этого|этой|там|тогда|тот|та)(?!\p{L})|^(?:а|и|но|почему)(?!\p{L})/iu,
  zh: /它|他|她|这|那|其|呢|^(?:那么|还有|为什么)/u,
};
const fewTerms = 2;

/**
 * A question that can be understood without what was said before: one that points back (a pronoun, a beginning such as
 * "and") or hardly has a word of content gets the question before it beside it, as term expansion from the history of a
 * conversation does (Voskarides et al., "Query Resolution for Conversational Search", SIGIR 2020). Null when it stands
 * alone.
 */
export function standaloneQuestion(question: string, earlier: readonly EarlierTurn[]): string | null {
  const last = earlier.at(-1);
  if (!last) return null;
  const { language } = guessLanguage(`${question} ${last.question}`);
  const own = createAnalyser(language).terms(question);
  const pointsBack = pointers[language].test(question.trim());
  if (!pointsBack && own.length > fewTerms) return null;
  const known = new Set(own);
  const before = resolvedBefore(earlier);
  const isNew = createAnalyser(language)
    .terms(before)
    .some((term) => !known.has(term));
  return isNew && words(before).length > 0 ? `${question} (${before})` : null;
}

/** The question before, with the one before that when it points back itself. */
function resolvedBefore(earlier: readonly EarlierTurn[]): string {
  const last = earlier.at(-1)?.question ?? '';
  return standaloneQuestion(last, earlier.slice(0, -1)) ?? last;
}

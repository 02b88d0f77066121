import type { SearchHit } from 'tributary/sdk';
import { type Analyser, type Language, tokens } from 'tributary/text';

const most = 3;
const leastLetters = 5;

/** How one asks about a matter. */
const ask: Readonly<Record<Language, (matter: string) => string>> = {
  en: (matter) => `What do the documents say about “${matter}”?`,
  de: (matter) => `Was sagen die Dokumente über „${matter}“?`,
  fr: (matter) => `Que disent les documents sur « ${matter} » ?`,
  es: (matter) => `¿Qué dicen los documentos sobre «${matter}»?`,
  ru: (matter) => `Что в документах сказано о «${matter}»?`,
  zh: (matter) => `文件中关于“${matter}”说了什么？`,
};

/**
 * What could be asked next: matters of the passages beside those of the question and the answer. A matter is two words of
 * content that stand together (collocations, Manning and Schütze 1999, chapter 5), the more often and the higher up the
 * better.
 */
export function nextQuestions(
  { question, answer, hits }: { question: string; answer: string; hits: readonly SearchHit[] },
  analyser: Analyser,
): string[] {
  const known = new Set(analyser.terms(`${question} ${answer}`));
  const matters = new Map<string, { text: string; weight: number }>();
  for (const [rank, { text }] of hits.entries()) {
    for (const matter of mattersOf(text, analyser)) {
      if (matter.terms.some((term) => known.has(term))) continue;
      const key = matter.terms.join(' ');
      const seen = matters.get(key) ?? { text: matter.text, weight: 0 };
      matters.set(key, { ...seen, weight: seen.weight + 1 / (1 + rank) });
    }
  }
  const ranked = [...matters.values()].sort((one, other) => other.weight - one.weight);
  const chosen: string[] = [];
  for (const { text } of ranked) {
    if (chosen.length === most) break;
    const terms = analyser.terms(text);
    if (!chosen.some((other) => analyser.terms(other).some((term) => terms.includes(term))))
      chosen.push(text);
  }
  return chosen.map(ask[analyser.language]);
}

/** Two words of content with nothing but a space between them. */
function mattersOf(text: string, analyser: Analyser): { text: string; terms: string[] }[] {
  const words = tokens(text);
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    if (!next || !/^ ?$/.test(text.slice(word.end, next.start))) return [];
    const phrase = text.slice(word.start, next.end);
    const terms = analyser.terms(phrase);
    const isMatter = terms.length === 2 && !/\p{N}/u.test(phrase) && phrase.length >= leastLetters;
    return isMatter ? [{ text: phrase, terms }] : [];
  });
}

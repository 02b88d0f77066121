import type { Language } from '../language.js';

/** Which way a word points: up (more, better), down (less, worse), or that there is nothing of it. */
export type Polarity = 'UP' | 'DOWN' | 'NONE';

const list = (words: string): readonly string[] => words.split(/\s+/).filter((word) => word !== '');

/**
 * Beginnings of English stems of change, comparison and effect, as they are told apart when quantitative findings are
 * compared (Lehman et al., "Inferring Which Medical Treatments Work", NAACL 2019: increased, decreased, no difference).
 */
const up =
  list(`increas higher high rise rais rose risen grow grew growth greater more most larg enhanc elev upregul
  overexpress gain expand acceler promot activ stimul induc augment boost facilit strengthen improv better benefi rescu
  restor amelior posit enrich abund trigger elicit exceed faster longer surg climb success effect`);
const down =
  list(`decreas lower low fall fell declin reduc less fewer least diminish downregul attenu inhibit suppress
  block prevent impair worsen wors disrupt deplet abolish abrog loss lost defici delay slow shorten weaken negat ineffect
  deactiv inactiv repress silenc hinder interfer limit restrict incap unable fail lack antagon drop shrink poor smaller
  mild knockdown eliminat harm`);
const none = new Set(list('no not unrelat independ without neither nor unaffect unchang never none cannot'));

const negations: Readonly<Partial<Record<Language, ReadonlySet<string>>>> = {
  en: new Set(
    list(`no not never none nobody nothing neither nor cannot without hardly unable fail fails failed lack lacks lacking
      refuse refused refuses deny denies denied false incorrect`),
  ),
  de: new Set(list('nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder')),
  es: new Set(list('no nunca jamás ningún ninguna ninguno nada nadie sin tampoco ni')),
  fr: new Set(list('ne pas jamais aucun aucune rien personne sans ni')),
  ru: new Set(list('не нет ни никогда никто ничего без нельзя')),
  zh: new Set(list('不 没 没有 无 未 非 从不 并非')),
};

/** The polarity of a stem; null for most words. A whole word when it is short, so that `low` is not `lowland`. */
export function polarityOf(stem: string, term: string): Polarity | null {
  if (none.has(stem) || term.endsWith("n't")) return 'NONE';
  if (begins(stem, down)) return 'DOWN';
  return begins(stem, up) ? 'UP' : null;
}

/** Whether a word denies: particles and the few verbs that do it alone. */
export function isNegation(term: string, language: Language): boolean {
  return negations[language]?.has(term) === true || (language === 'en' && term.endsWith("n't"));
}

function begins(stem: string, beginnings: readonly string[]): boolean {
  return beginnings.some((start) => stem === start || (start.length > 4 && stem.startsWith(start)));
}

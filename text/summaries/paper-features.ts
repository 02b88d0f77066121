import { lexRank } from '../sentence-rank.js';
import { createAnalyser } from '../terms.js';

/** What authors say when they say what they did (after Teufel and Moens, "Summarizing Scientific Articles", 2002). */
const OWN = {
  proposes:
    /\b(?:we|this (?:paper|work|article|study)|paper) (?:also |then |further |thus |hereby |therefore |here )?(?:proposes?|presents?|introduces?|develops?|describes?|design|devise|formulate)\b/i,
  shows:
    /\b(?:we|paper|results|experiments?|work|study|findings?) (?:also |then |further |empirically |theoretically |experimentally )?(?:shows?|demonstrates?|finds?|proves?|observe|establish|reveals?|suggests?|indicates?|verify|confirm)\b/i,
  studies:
    /\b(?:we|paper|work|study) (?:also |then |further |empirically |theoretically )?(?:study|studies|investigates?|explores?|examines?|analy[sz]es?|evaluates?|address(?:es)?|considers?|tackles?|compares?|provides?)\b/i,
};
const CUES: readonly RegExp[] = [
  ...Object.values(OWN),
  /\bwe\b/i,
  /\b(?:this|our) (?:paper|work|article|study)\b/i,
  /\bour\b/i,
  /\b(?:novel|new|first|simple)\b/i,
  /\b(?:however|despite|but|although|unfortunately|yet|challeng\w+|difficult|problem|remains?|lack|limited)\b/i,
  /\b(?:recent(?:ly)?|has been|have been|widely|many|popular|often|typically)\b/i,
  /state[- ]of[- ]the[- ]art|outperform|achiev|improve/i,
  /\b(?:experiments?|datasets?|benchmarks?|evaluat\w+)\b/i,
  /https?:|\bcode\b|\bavailable\b|github/i,
  /\b(?:method|model|framework|approach|algorithm|architecture|network|technique)\b/i,
  /^(?:this|these|it|they|such|our|its|that|those|also)\b/i,
];
const tooShort = 12;
const tooLong = 35;
const longest = 60;

/** Whether sentences read like a scholarly abstract in English: one says what its authors did. */
export function readsLikePaper(sentences: readonly string[]): boolean {
  return sentences.some((sentence) => Object.values(OWN).some((cue) => cue.test(sentence)));
}

/**
 * What describes each sentence of an abstract: where it stands, how central it is (LexRank), how much of the title it
 * says, how long it is, and its cue phrases (Edmundson, "New Methods in Automatic Extracting", JACM 1969).
 */
export function paperFeatures(sentences: readonly string[], title: string | null): number[][] {
  const analyser = createAnalyser('en');
  const terms = sentences.map((sentence) => analyser.terms(sentence));
  const central = sentences.length > 1 ? lexRank(terms) : [1];
  const most = Math.max(...central);
  const inTitle = new Set(analyser.terms(title ?? ''));
  const last = sentences.length - 1;
  return sentences.map((sentence, at) => {
    const own = new Set(terms[at]);
    const words = Math.max(1, sentence.split(/\s+/u).length);
    const size = Math.min(words, longest) / (longest / 2);
    const flags = [at === 0, at === 1, at === last, words < tooShort, words > tooLong];
    return [
      1,
      (central[at] ?? 0) / most,
      [...inTitle].filter((term) => own.has(term)).length / Math.max(1, inTitle.size),
      (terms[at]?.length ?? 0) / words,
      at / Math.max(1, last),
      size,
      size ** 2,
      ...flags.map(Number),
      ...CUES.map((cue) => Number(cue.test(sentence))),
    ];
  });
}

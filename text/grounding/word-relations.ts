import related from './english-words.json' with { type: 'json' };

const synonyms: ReadonlyMap<string, string> = new Map(Object.entries(related.synonyms));
const antonyms: ReadonlyMap<string, string> = new Map(Object.entries(related.antonyms));

/** Whether one of the stems may stand for this one (WordNet, Miller 1995; common English words). */
export const hasSynonym = (stem: string, stems: ReadonlySet<string>): boolean =>
  isAmong(synonyms.get(stem), stems);

/** Whether one of the stems is an opposite of this one. */
export const hasAntonym = (stem: string, stems: ReadonlySet<string>): boolean =>
  isAmong(antonyms.get(stem), stems);

function isAmong(related: string | undefined, stems: ReadonlySet<string>): boolean {
  return related?.split(' ').some((stem) => stems.has(stem)) === true;
}

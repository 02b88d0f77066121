import type { SearchCorrection } from 'tributary/sdk';
import type { Analysis, AnalysisLanguage } from './analysis.js';
import type { IndexFile } from './index-file.js';
import { postingsOf } from './lookup.js';
import type { Readable } from './readable.js';
import type { CorrectedWord } from './related-words.js';

/** What was searched for in place of misspelt words, each as a readable document writes it. */
export function correctionsOf(
  file: IndexFile,
  analysis: Analysis,
  corrected: readonly CorrectedWord[],
  collection: Readable,
): SearchCorrection[] {
  return corrected.map(({ word, terms }) => {
    const written = terms.map(({ term, text }) => wordOf(file, analysis, { term, text }, collection));
    return { word, searchedFor: [...new Set(written)] };
  });
}

/** A term is a stem; its word is read from a document that the caller may read. */
function wordOf(
  file: IndexFile,
  analysis: Analysis,
  { term, text }: { term: number; text: string },
  { documents }: Readable,
): string {
  for (const { first, entries } of postingsOf(file, term)) {
    for (let index = 0; index < entries.length; index += 3) {
      const document = first + (entries[index] ?? 0);
      const ordinal = entries[index + 1] ?? 0;
      // Titles and metadata have no text here.
      if (documents[document] !== 1 || ordinal === 0) continue;
      const row = file.get<{ language: AnalysisLanguage; text: string }>(
        'select language, text from chunk join document on document.number = chunk.document where document.number = ? and ordinal = ?',
        document,
        ordinal,
      );
      const tokens = row === undefined ? [] : analysis.tokens(row.text, row.language);
      const place = tokens.find((token) => token.term === text);
      if (row !== undefined && place !== undefined)
        return row.text.slice(place.start, place.end).toLowerCase();
    }
  }
  return text;
}

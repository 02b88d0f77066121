import type { Analysis, AnalysisLanguage } from './analysis.js';
import { passesFilter } from './filter.js';
import type { IndexFile } from './index-file.js';
import type { MatchRequest } from './port.js';
import { asUint32 } from './postings.js';

/**
 * Which of many queries one document matches: the other way round than a search, so that a document costs its own words
 * and not the collection. It has all words of the query, each in the form of the document's language.
 */
export function matchesOf(
  file: IndexFile,
  analysis: Analysis,
  { documentId, queries }: MatchRequest,
): boolean[] {
  return file.read(() => {
    const found = file.get<{ number: number; language: AnalysisLanguage }>(
      'select number, language from document where id = ?',
      documentId,
    );
    if (found === undefined) return queries.map(() => false);
    const directory = file.directory();
    const terms = termsOf(file, found.number);
    const has = (variant: string) => {
      const term = file.get<{ number: number }>('select number from term where text = ?', variant);
      return term !== undefined && terms.has(term.number);
    };
    return queries.map(({ text, filter }) => {
      if (!passesFilter(file, directory, found.number, filter)) return false;
      const words = analysis.query(text, [found.language]);
      return words.every(({ variants }) => variants.some(has));
    });
  });
}

function termsOf(file: IndexFile, document: number): Set<number> {
  const terms = new Set<number>();
  const rows = file.all<{ terms: Uint8Array }>('select terms from chunk where document = ?', document);
  for (const row of rows) {
    const pairs = asUint32(row.terms);
    for (let index = 0; index < pairs.length; index += 2) terms.add(pairs[index] ?? 0);
  }
  return terms;
}

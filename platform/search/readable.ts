import { mayRead, type Rights } from 'tributary/sdk';
import { ANALYSIS_LANGUAGES, type AnalysisLanguage } from './analysis.js';
import type { Directory, IndexFile } from './index-file.js';
import { accessOf, kindOf, languageOf, lengthOf } from './summaries.js';

/** The documents that one query sees, decided before anything is ranked. */
export interface Readable {
  /** By document number: 1 when the caller may read it. */
  readonly documents: Uint8Array;
  /** How many of them, and their mean length in terms. */
  readonly count: number;
  readonly averageLength: number;
  /** The languages of these documents: a query's words are looked up in each. */
  readonly languages: readonly AnalysisLanguage[];
}

/**
 * Which documents the rights admit. Everything that ranking knows of the collection (its size, lengths, how many
 * documents have a word) is counted over these, so what may not be read does not even move a score.
 */
export function readable(directory: Directory, rights: Rights): Readable {
  const { summaries } = directory;
  const admitted = new Set<number>();
  for (const [number, principals] of directory.access) if (mayRead(rights, principals)) admitted.add(number);
  const documents = new Uint8Array(summaries.size);
  let count = 0;
  let length = 0;
  const languages = new Set<number>();
  for (let document = 0; document < summaries.size; document++) {
    if (!admitted.has(accessOf(summaries, document))) continue;
    documents[document] = 1;
    count++;
    length += lengthOf(summaries, document);
    languages.add(languageOf(summaries, document));
  }
  return {
    documents,
    count,
    averageLength: Math.max(1, length / Math.max(1, count)),
    languages: ANALYSIS_LANGUAGES.filter((_, number) => languages.has(number)),
  };
}

/** The readable documents that a query's filters let through. */
export function eligible(
  file: IndexFile,
  directory: Directory,
  { documents }: Readable,
  filter: { kinds?: readonly string[] | undefined; documentIds?: readonly string[] | undefined },
): Uint8Array {
  let found = documents;
  if (filter.kinds !== undefined) {
    const kinds = new Set(filter.kinds.map((kind) => directory.kinds.get(kind)));
    found = found.map((admitted, document) =>
      admitted === 1 && kinds.has(kindOf(directory.summaries, document)) ? 1 : 0,
    );
  }
  if (filter.documentIds !== undefined) {
    const named = new Uint8Array(found.length);
    for (const id of filter.documentIds) {
      const number = file.get<{ number: number }>('select number from document where id = ?', id)?.number;
      if (number !== undefined) named[number] = found[number] ?? 0;
    }
    found = named;
  }
  return found;
}

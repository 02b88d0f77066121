import type { SearchFacet, SearchFacetRequest } from 'tributary/sdk';
import { type Column, LANGUAGE, STATUS, UPLOADED } from './facts.js';
import { dayOf } from './filter.js';
import type { Directory, IndexFile } from './index-file.js';
import { kindOf } from './summaries.js';

type Wanted = SearchFacetRequest['of'][number];

/** Counts what the documents of an answer are, all of them: a value for each document, then the most frequent. */
export function facetsOf(
  file: IndexFile,
  directory: Directory,
  documents: readonly number[],
  { of, first }: SearchFacetRequest,
): SearchFacet[] {
  return of.map((wanted) => {
    const counts =
      wanted.by === 'kind' ? countKinds(directory, documents) : countColumn(file, wanted, documents);
    const missing = documents.length - sum(counts.values());
    const sorted = [...counts].sort(wanted.by === 'month' ? newestFirst : mostFirst).slice(0, first);
    const shown = sum(sorted.map(([, count]) => count));
    return {
      by: wanted.by,
      field: wanted.field ?? null,
      values: sorted.map(([value, count]) => ({ value, count })),
      others: documents.length - missing - shown,
      missing,
    };
  });
}

function countKinds({ summaries, kinds }: Directory, documents: readonly number[]): Map<string, number> {
  const counts = new Map<number, number>();
  for (const document of documents) {
    const kind = kindOf(summaries, document);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return new Map(
    [...kinds].flatMap(([name, kind]) => (counts.has(kind) ? [[name, counts.get(kind) ?? 0]] : [])),
  );
}

function countColumn(file: IndexFile, wanted: Wanted, documents: readonly number[]): Map<string, number> {
  const column = file.facts.column(columnOf(wanted));
  if (column === null) return new Map();
  const counts = countCodes(column, documents);
  const merged = new Map<string, number>();
  for (let place = 1; place < counts.length; place++) {
    const count = counts[place] ?? 0;
    const text = column.values[place] ?? '';
    const value = wanted.by === 'month' ? dayOf(text)?.slice(0, 7) : text;
    if (count > 0 && value !== undefined) merged.set(value, (merged.get(value) ?? 0) + count);
  }
  return merged;
}

function columnOf({ by, field }: Wanted): string {
  if (by === 'language') return LANGUAGE;
  if (by === 'status') return STATUS;
  return field ?? UPLOADED;
}

function countCodes({ codes, values }: Column, documents: readonly number[]): Uint32Array {
  const counts = new Uint32Array(values.length);
  for (const document of documents) {
    const place = codes[document] ?? 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

const mostFirst = ([a, one]: [string, number], [b, other]: [string, number]) =>
  other - one || (a < b ? -1 : 1);
const newestFirst = ([a]: [string, number], [b]: [string, number]) => (a > b ? -1 : 1);

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

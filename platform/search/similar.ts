import { vectorCosine } from '#text';
import type { IndexFile } from './index-file.js';
import { postingsOf } from './lookup.js';
import type { SimilarDocument, SimilarRequest } from './port.js';
import { asUint32 } from './postings.js';
import { gather, inverseFrequency, topScored } from './ranking.js';
import { readable } from './readable.js';

/** Most telling words by which candidates are found, and candidates that are compared as a whole. */
const WORDS = 25;
const CANDIDATES = 50;
/** Words of a long document that are looked up. */
const LOOKED_UP = 400;

type Frequencies = ReadonlyMap<number, number>;

/**
 * Documents like a given one: found by its most telling words (tf-idf), then compared as a whole by weighted
 * Jaccard similarity of their words, sum of min over sum of max (Ioffe 2010), 1 for the same words. Where both
 * have embeddings of one model, the cosine of their means counts half.
 */
export function findSimilar(file: IndexFile, request: SimilarRequest): SimilarDocument[] {
  return file.read(() => {
    const directory = file.directory();
    const { documents, count } = readable(directory, request.rights);
    const source = file.get<{ number: number }>(
      'select number from document where id = ?',
      request.documentId,
    )?.number;
    if (source === undefined || documents[source] !== 1) return [];
    const frequencies = frequenciesOf(file, source);
    if (frequencies.size === 0) return [];
    const found = new Float64Array(directory.summaries.size);
    const weights = new Map<number, number>();
    const telling: { term: number; worth: number; having: number[] }[] = [];
    for (const [term, frequency] of [...frequencies]
      .sort(([, left], [, right]) => right - left)
      .slice(0, LOOKED_UP)) {
      const having = gather(postingsOf(file, term), documents, found);
      for (const document of having) found[document] = 0;
      const weight = inverseFrequency(count, having.length);
      weights.set(term, weight);
      if (having.length > 1) telling.push({ term, worth: (1 + Math.log(frequency)) * weight, having });
    }
    const shared = new Map<number, number>();
    for (const { worth, having } of telling.sort((left, right) => right.worth - left.worth).slice(0, WORDS)) {
      for (const document of having)
        if (document !== source) shared.set(document, (shared.get(document) ?? 0) + worth);
    }
    const candidates = topScored(shared.keys(), (document) => shared.get(document) ?? 0, CANDIDATES);
    const embedding = meanVector(file, source);
    const score = (document: number) => {
      const words = weightedJaccard(frequencies, frequenciesOf(file, document), weights);
      const other = embedding === null ? null : meanVector(file, document, embedding.model);
      return embedding === null || other === null
        ? words
        : (words + Math.max(0, vectorCosine(embedding.values, other.values))) / 2;
    };
    const least = request.minScore ?? 0.1;
    return topScored(
      candidates.map(({ number }) => number),
      score,
      Math.min(Math.max(request.first, 1), 100),
    )
      .filter((scored) => scored.score >= least)
      .map(({ number, score: value }) => {
        const row = file.get<{ id: string; version: string }>(
          'select id, version from document where number = ?',
          number,
        );
        return { documentId: row?.id ?? '', versionId: row?.version ?? '', score: value };
      });
  });
}

/** The words of a document's text (not of its title and metadata) and how often they stand in it. */
function frequenciesOf(file: IndexFile, document: number): Frequencies {
  const frequencies = new Map<number, number>();
  for (const { terms } of file.all<{ terms: Uint8Array }>(
    'select terms from chunk where document = ? and ordinal > 0',
    document,
  )) {
    const pairs = asUint32(terms);
    for (let index = 0; index < pairs.length; index += 2) {
      frequencies.set(pairs[index] ?? 0, (frequencies.get(pairs[index] ?? 0) ?? 0) + (pairs[index + 1] ?? 0));
    }
  }
  return frequencies;
}

/** Words that only the other document has weigh as the mean of the known ones. */
function weightedJaccard(
  source: Frequencies,
  other: Frequencies,
  weights: ReadonlyMap<number, number>,
): number {
  const mean = [...weights.values()].reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.size);
  let least = 0;
  let most = 0;
  for (const [term, frequency] of source) {
    const weight = weights.get(term) ?? mean;
    const there = other.get(term) ?? 0;
    least += weight * Math.min(frequency, there);
    most += weight * Math.max(frequency, there);
  }
  for (const [term, frequency] of other) if (!source.has(term)) most += mean * frequency;
  return most === 0 ? 0 : least / most;
}

function meanVector(
  file: IndexFile,
  document: number,
  model?: string,
): { model: string; values: Float32Array } | null {
  const rows = file.all<{ model: string; embedding: Uint8Array }>(
    'select model, embedding from vector where document = ?',
    document,
  );
  const wanted = model ?? rows[0]?.model;
  const vectors = rows
    .filter((row) => row.model === wanted)
    .map(({ embedding }) => new Float32Array(embedding.slice().buffer));
  const [first] = vectors;
  if (first === undefined || wanted === undefined) return null;
  const sum = new Float32Array(first.length);
  for (const vector of vectors)
    for (const [index, value] of vector.entries()) sum[index] = (sum[index] ?? 0) + value;
  return { model: wanted, values: sum };
}

import { measureDocuments } from './documents-set.js';
import type { EvaluationSet } from './evaluation-set.js';
import { retrievalSet } from './retrieval-set.js';

/** Every set, in the order of the report. Floors and published figures are those of the READMEs beside the data. */
export const sets: readonly EvaluationSet[] = [
  { name: 'documents', measure: measureDocuments },
  {
    name: 'scifact',
    measure: retrievalSet('scifact', { floor: 0.701, published: '.679 Anserini BM25 (test)' }),
  },
  { name: 'cranfield', measure: retrievalSet('cranfield', { floor: 0.376, published: null }) },
];

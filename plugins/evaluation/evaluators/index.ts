import { faithful } from '../grounding/index.js';
import { answerMatch, relevance, rouge } from './answers.js';
import { cost, latency } from './costs.js';
import { exactFields, fuzzyFields } from './field-match.js';
import { judged, judgedPairs } from './judge.js';
import { context, contextRelevance, retrieval } from './retrieval.js';

/** The evaluators of this plugin. */
export const evaluators = [
  answerMatch,
  context,
  contextRelevance,
  cost,
  exactFields,
  faithful,
  fuzzyFields,
  judged,
  judgedPairs,
  latency,
  relevance,
  retrieval,
  rouge,
];

import { defineEvaluator } from 'tributary/sdk';
import {
  analyserFor,
  containment,
  contextPrecision,
  contextRecall,
  type Judgements,
  ndcg,
  recall,
  reciprocalRank,
} from 'tributary/text';
import { contextOf, questionOf, score, skipped } from './measure.js';

const depth = 10;

/** What is relevant: `{ relevant: { id: grade } }` or `{ documentIds: [id] }`, or a list of ids. */
function judgementsOf(expected: unknown): Judgements | null {
  if (Array.isArray(expected)) return alike(expected);
  if (typeof expected !== 'object' || expected === null) return null;
  const { relevant, documentIds } = expected as { relevant?: unknown; documentIds?: unknown };
  if (Array.isArray(documentIds)) return alike(documentIds);
  if (Array.isArray(relevant)) return alike(relevant);
  if (typeof relevant !== 'object' || relevant === null) return null;
  return Object.fromEntries(
    Object.entries(relevant).flatMap(([id, grade]) => (typeof grade === 'number' ? [[id, grade]] : [])),
  );
}

const alike = (ids: readonly unknown[]): Judgements =>
  Object.fromEntries(ids.flatMap((id) => (typeof id === 'string' ? [[id, 1]] : [])));

/** Documents in the order in which an output names them: hits, sources or related ones; else its evidence. */
export function rankedOf(output: unknown, evidence: readonly { documentId: string }[] = []): string[] {
  const lists = ['hits', 'results', 'sources', 'related', 'documents', 'documentIds'].map(
    (name) => (output as Record<string, unknown> | null)?.[name],
  );
  const list = Array.isArray(output) ? output : lists.find(Array.isArray);
  const ids = (list ?? evidence).flatMap((each: unknown) => {
    if (typeof each === 'string') return [each];
    const { documentId, id } = (each ?? {}) as { documentId?: unknown; id?: unknown };
    return typeof documentId === 'string' ? [documentId] : typeof id === 'string' ? [id] : [];
  });
  return [...new Set(ids)];
}

const round = (value: number) => value.toFixed(3);

export const retrieval = defineEvaluator({
  id: 'evaluation.retrieval',
  description:
    'nDCG@10, reciprocal rank and recall@10 of the documents that an output names, in their order.',
  needs: [],
  async evaluate({ expected, output, result }) {
    const judgements = judgementsOf(expected);
    if (!judgements) throw skipped('evaluation.retrieval', 'the case expects no documents');
    const ranked = rankedOf(output, result?.evidence);
    const found = `${ranked.length} documents were found`;
    return [
      score('nDCG@10', ndcg(ranked, judgements, depth), found),
      score('MRR@10', reciprocalRank(ranked, judgements, depth), found),
      score('recall@10', recall(ranked, judgements, depth), found),
    ];
  },
});

export const context = defineEvaluator({
  id: 'evaluation.context',
  description:
    'Context precision and recall by ids (Es et al., Ragas, EACL 2024): whether what an answer rests on is what it should rest on, and whether that stands first.',
  needs: [],
  async evaluate({ expected, output, result }) {
    const judgements = judgementsOf(expected);
    if (!judgements) throw skipped('evaluation.context', 'the case expects no documents');
    const relevant = new Set(Object.keys(judgements).filter((id) => (judgements[id] ?? 0) > 0));
    const given = rankedOf((result?.evidence.length ?? 0) > 0 ? null : output, result?.evidence);
    const precision = contextPrecision(given.map((id) => relevant.has(id)));
    const recalled = contextRecall(relevant, given);
    const reason = `rests on ${given.length} documents, ${relevant.size} were expected`;
    return [
      score('context precision', precision, reason),
      ...(recalled === null ? [] : [score('context recall', recalled, `${reason}: ${round(recalled)}`)]),
    ];
  },
});

export const contextRelevance = defineEvaluator({
  id: 'evaluation.context-relevance',
  description:
    'Whether what an answer rests on is about the question: the share of the question’s words (stems without stop words) that stand in its evidence. Needs no expectation.',
  needs: [],
  async evaluate(item) {
    const question = questionOf(item.input);
    if (!question) throw skipped('evaluation.context-relevance', 'the input has no question');
    const given = contextOf(item).join('\n');
    const analyser = analyserFor(question);
    const asked = new Set(analyser.terms(question));
    if (asked.size === 0) throw skipped('evaluation.context-relevance', 'the question has no words');
    const value = containment(asked, new Set(analyser.terms(given)));
    return [score('context relevance', value, `${Math.round(value * 100)} % of the question’s words`)];
  },
});

import type { Verdict } from 'tributary/sdk';
import type { SpanAttributes, SpanTree } from '#platform';
import type { EndedRun } from './conclude.js';
import type { RunEnd } from './decision.js';

const severest: readonly Verdict['result'][] = ['PASSED', 'FIXED', 'REVIEW', 'REJECTED'];

/** What rules said, as a span tells it: the severest verdict, and the rules that were not content. */
export function spanOfVerdicts(verdicts: readonly Verdict[]): SpanAttributes {
  const ranks = verdicts.map(({ result }) => severest.indexOf(result));
  const verdict = severest[Math.max(...ranks)] ?? 'PASSED';
  const findings = verdicts.filter(({ result }) => result !== 'PASSED').map(({ rule }) => rule);
  return { verdict, findings: [...new Set(findings)].sort() };
}

/** The spans of a run that has ended. */
export function spansOf({ open, trace, meter, engine }: EndedRun, end: RunEnd): SpanTree {
  const { spans } = trace;
  const nano = meter.nanoUsd;
  spans.set({
    engine,
    outcome: end.outcome,
    ...(meter.model === null ? {} : { nanoUsd: nano === null ? null : nano.toString() }),
    ...(trace.prompts.size === 0 ? {} : { promptVersion: [...trace.prompts].sort().join(' ') }),
  });
  spans.content('input', (trace.keptInput ?? open).input);
  if (end.output !== null) spans.content('output', end.output);
  const failed = end.outcome === 'Failed' || end.outcome === 'Cancelled';
  const tree = spans.finish(failed ? (end.code ?? 'CANCELLED') : null);
  return end.outcome === 'Cancelled' || trace.isErased ? withoutContent(tree) : tree;
}

/**
 * An attempt whose end is not its run's keeps no content: the row of the run does not name its documents, so it could
 * not be erased with them.
 */
export function withoutContent(tree: SpanTree): SpanTree {
  return { ...tree, spans: tree.spans.map((span) => ({ ...span, content: null })) };
}

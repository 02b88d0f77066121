import { defineEvaluator } from 'tributary/sdk';
import { faithfulness, GroundingSource, supportedSentences } from 'tributary/text';
import { contextOf, score, skipped, textOf } from '../evaluators/measure.js';

const id = 'evaluation.faithfulness';

/** The share of an answer's sentences that what it rests on supports; without a model. */
export const faithful = defineEvaluator({
  id,
  description:
    'Faithfulness: the share of the answer’s sentences that the quotes of its evidence support (Ragas, Es et al. 2024; judged without a model by the grounding measure).',
  needs: [],
  async evaluate(item) {
    const answer = textOf(item.output);
    const context = contextOf(item);
    if (!answer) throw skipped(id, 'there is no answer');
    if (context.length === 0) throw skipped(id, 'the answer shows nothing that it rests on');
    const checked = supportedSentences(
      answer,
      context.map((text) => new GroundingSource(text)),
    );
    const value = faithfulness(checked.map(({ check }) => check.supported));
    if (value === null) throw skipped(id, 'the answer claims nothing');
    const unsupported = checked.filter(({ check }) => !check.supported).map(({ text }) => text);
    const reason =
      unsupported.length === 0 ? 'every sentence is supported' : `not supported: ${unsupported.join(' / ')}`;
    return [score('faithfulness', value, reason.slice(0, 2_000))];
  },
});

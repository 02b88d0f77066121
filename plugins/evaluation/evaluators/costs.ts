import { defineEvaluator } from 'tributary/sdk';
import { score, skipped } from './measure.js';

/** The milliseconds, and the dollars, that score one half. */
const halfMs = 1_000;
const halfUsd = 0.01;

/** From 1 for nothing towards 0: order is kept, and what is far out weighs little. */
const less = (value: number, half: number) => half / (half + Math.max(0, value));

export const latency = defineEvaluator({
  id: 'evaluation.latency',
  description: 'How long the run took; 1 for no time, .5 for a second. The value is milliseconds.',
  needs: [],
  async evaluate({ result }) {
    if (!result) throw skipped('evaluation.latency', 'the run has no result');
    const { durationMs } = result;
    return [score('latency', less(durationMs, halfMs), `${durationMs} ms`, durationMs)];
  },
});

export const cost = defineEvaluator({
  id: 'evaluation.cost',
  description: 'What the run cost; 1 for nothing, .5 for a cent. The value is US dollars.',
  needs: [],
  async evaluate({ result }) {
    if (!result) throw skipped('evaluation.cost', 'the run has no result');
    if (result.costUsd === null) throw skipped('evaluation.cost', 'the price of the model is not known');
    const usd = Number(result.costUsd);
    return [score('cost', less(usd, halfUsd), `${result.costUsd} USD`, usd)];
  },
});

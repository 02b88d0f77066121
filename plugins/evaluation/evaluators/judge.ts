import { type AIResult, defineCapability, defineEvaluator, refused, z } from 'tributary/sdk';
import { score, skipped } from './measure.js';

const rubric = z
  .string()
  .min(1)
  .max(4_000)
  .default('The answer is correct, complete and says nothing that what is expected does not bear out.');

const judgeInput = z.object({
  rubric,
  question: z.string().max(20_000),
  expected: z.string().max(20_000).default(''),
  answer: z.string().max(20_000),
  /** Another answer to the same question: then the two are compared, each order once. */
  other: z.string().max(20_000).nullable().default(null),
});

const grade = z.object({ score: z.number().min(0).max(1), reason: z.string() });
const preference = z.object({ better: z.enum(['FIRST', 'SECOND', 'NEITHER']), reason: z.string() });

/** Half a point for each order in which it is found better: one that is only better in the first place gains nothing. */
const points = { FIRST: 1, NEITHER: 0.5, SECOND: 0 } as const;

/**
 * A model judges an answer by a rubric; of two answers it is asked twice with their order swapped, for judges favour a
 * place (Zheng et al., "Judging LLM-as-a-Judge", NeurIPS 2023). Without a model it declines: `NO_MODEL`.
 */
export const judge = defineCapability({
  id: 'evaluation.judge',
  description: 'Judges an answer by a rubric, or compares two; only with a model.',
  needs: ['models'],
  input: judgeInput,
  output: z.object({ score: z.number().min(0).max(1), reason: z.string() }),
  maxOutputTokens: 400,
  publish: 'checked',
  async *model({ other, ...asked }, { models }) {
    if (other === null) {
      return await models.complete({ prompt: 'judge', variables: asked, schema: grade });
    }
    const { answer, ...question } = asked;
    const compare = (first: string, second: string) =>
      models.complete({
        prompt: 'judge-pair',
        variables: { ...question, first, second },
        schema: preference,
      });
    const forward = await compare(answer, other);
    const swapped = await compare(other, answer);
    const value = (points[forward.better] + (1 - points[swapped.better])) / 2;
    return { score: value, reason: `${forward.reason} / in the other order: ${swapped.reason}` };
  },
  // biome-ignore lint/correctness/useYield: it declines
  async *builtIn() {
    return refused('NO_MODEL', 'A judge is a model, and none is configured.');
  },
});

export const judged = defineEvaluator({
  id: 'evaluation.judge',
  description:
    'A model’s score of the answer by a rubric (`parameters.rubric`); skipped as NO_MODEL without a model.',
  needs: ['capabilities'],
  async evaluate({ input, expected, output, parameters }, { capabilities }) {
    const asked = { ...rubricOf(parameters), question: shown(input), expected: shown(expected) };
    const result = await capabilities.run(judge, { ...asked, answer: shown(output) });
    return [scoreOf('evaluation.judge', 'judge', result)];
  },
});

export const judgedPairs = defineEvaluator({
  id: 'evaluation.judge-pairs',
  description:
    'Whether a model prefers the answer to that of the first variant, asked in both orders: 1 always, .5 neither, 0 never; skipped as NO_MODEL without a model.',
  needs: ['capabilities'],
  async evaluate({ input, expected, output, baseline, parameters }, { capabilities }) {
    if (baseline === undefined) throw skipped('evaluation.judge-pairs', 'it is the first variant');
    const asked = { ...rubricOf(parameters), question: shown(input), expected: shown(expected) };
    const answers = { answer: shown(output), other: shown(baseline) };
    const result = await capabilities.run(judge, { ...asked, ...answers });
    return [scoreOf('evaluation.judge-pairs', 'preferred to the first', result)];
  },
});

function scoreOf(evaluator: string, name: string, result: AIResult) {
  if (result.type === 'Answer') {
    const { score: value, reason } = grade.parse(result.output);
    return score(name, value, reason);
  }
  throw skipped(evaluator, result.type === 'Refused' ? result.code : result.type);
}

function rubricOf(parameters: Readonly<Record<string, unknown>> | undefined): { rubric?: string } {
  const given = parameters?.rubric;
  return typeof given === 'string' ? { rubric: given } : {};
}

const longest = 20_000;
const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value ?? '')).slice(0, longest);

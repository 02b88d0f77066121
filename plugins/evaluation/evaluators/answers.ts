import { defineEvaluator } from 'tributary/sdk';
import { analyserFor, bestRouge, containment, rougeWords } from 'tributary/text';
import { questionOf, score, skipped, textOf } from './measure.js';

/** Phrases by which an answer commits itself to nothing. */
const nonCommittal =
  /\b(i (do not|don't) know|not (stated|mentioned|specified)|insufficient|cannot (answer|tell))\b/i;

const share = (value: number) => `${Math.round(value * 100)} %`;

export const relevance = defineEvaluator({
  id: 'evaluation.relevance',
  description:
    'Whether the answer is about the question: the share of the question’s words (stems without stop words) that the answer takes up; 0 for an answer that commits itself to nothing.',
  needs: [],
  async evaluate({ input, output }) {
    const [question, answer] = [questionOf(input), textOf(output)];
    if (!question) throw skipped('evaluation.relevance', 'the input has no question');
    if (!answer) return [score('answer relevance', 0, 'there is no answer')];
    if (nonCommittal.test(answer))
      return [score('answer relevance', 0, 'the answer commits itself to nothing')];
    const analyser = analyserFor(question);
    const asked = new Set(analyser.terms(question));
    const value = asked.size === 0 ? 0 : containment(asked, new Set(analyser.terms(answer)));
    return [score('answer relevance', value, `${share(value)} of the question’s words are taken up`)];
  },
});

/** The texts that a case expects: one, or any of `answers` or `references`. */
function referencesOf(expected: unknown): string[] {
  const one = textOf(expected);
  if (one !== null) return [one];
  const { answers, references } = (expected ?? {}) as { answers?: unknown; references?: unknown };
  const list = Array.isArray(expected) ? expected : (answers ?? references);
  return Array.isArray(list) ? list.flatMap((each) => textOf(each) ?? []) : [];
}

export const answerMatch = defineEvaluator({
  id: 'evaluation.answer-match',
  description:
    'Exact match and word F1 with the best expected answer (Rajpurkar et al., SQuAD, EMNLP 2016; words as ROUGE counts them).',
  needs: [],
  async evaluate({ expected, output }) {
    const references = referencesOf(expected);
    if (references.length === 0) throw skipped('evaluation.answer-match', 'the case expects no text');
    const answer = textOf(output) ?? '';
    const said = rougeWords(answer).join(' ');
    const isExact = references.some((reference) => rougeWords(reference).join(' ') === said);
    const { f } = bestRouge(answer, references).rouge1;
    return [
      score('exact match', isExact ? 1 : 0, isExact ? 'the same words' : 'other words'),
      score('word F1', f, `${share(f)} of the words in common`),
    ];
  },
});

export const rouge = defineEvaluator({
  id: 'evaluation.rouge',
  description: 'ROUGE-1, ROUGE-2 and ROUGE-L (F) with the best expected text (Lin, 2004).',
  needs: [],
  async evaluate({ expected, output }) {
    const references = referencesOf(expected);
    if (references.length === 0) throw skipped('evaluation.rouge', 'the case expects no text');
    const { rouge1, rouge2, rougeL } = bestRouge(textOf(output) ?? '', references);
    const scored = (name: string, { precision, recall, f }: typeof rouge1) =>
      score(name, f, `precision ${share(precision)}, recall ${share(recall)}`);
    return [scored('ROUGE-1', rouge1), scored('ROUGE-2', rouge2), scored('ROUGE-L', rougeL)];
  },
});

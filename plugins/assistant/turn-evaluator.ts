import { defineEvaluator, z } from 'tributary/sdk';
import { containment, groundingSources, supportedSentences, words } from 'tributary/text';
import { canonical } from './canonical.js';
import { turnOutput } from './engine/turn-output.js';

const wanted = z.looseObject({
  /** The tools that are to be called, in any order. */
  tools: z.array(z.string()).optional(),
  /** The arguments of the first call. */
  arguments: z.record(z.string(), z.json()).optional(),
  text: z.string().optional(),
});

/**
 * Whether a turn called the tools that it should have (F1 over their names) with the right arguments, says what is
 * expected, and how many of its sentences the passages that it was shown support.
 */
export const turnQuality = defineEvaluator({
  id: 'assistant.turn',
  description: 'The choice of tools, their arguments, what is said, and whether it is grounded.',
  needs: [],
  async evaluate({ expected, output }) {
    const turn = turnOutput.safeParse(output).data;
    const right = wanted.safeParse(expected).data ?? {};
    if (!turn) return [{ name: 'answered', score: 0, reason: 'it did not end with a turn' }];
    const called = turn.steps.filter(({ outcome }) => outcome !== 'DENIED').map(({ tool }) => tool);
    const scores = [
      { name: 'answered', score: turn.text === '' ? 0 : 1, reason: `it ended as ${turn.state}` },
    ];
    if (right.tools) {
      const reason = `called: ${called.join(', ') || 'nothing'}`;
      scores.push({ name: 'tools', score: f1(new Set(right.tools), new Set(called)), reason });
    }
    if (right.arguments) {
      const given = turn.steps[0]?.arguments ?? null;
      const isSame = canonical(given) === canonical(right.arguments);
      scores.push({
        name: 'arguments',
        score: isSame ? 1 : 0,
        reason: `given: ${canonical(given)}`.slice(0, 500),
      });
    }
    if (right.text) {
      const score = containment(new Set(words(right.text)), new Set(words(turn.text)));
      scores.push({ name: 'says', score, reason: `expected: ${right.text}`.slice(0, 500) });
    }
    const read = [...turn.passages.map(({ quote }) => quote), ...turn.steps.map(({ content }) => content)];
    if (read.length > 0 && turn.text !== '') {
      const checked = supportedSentences(
        turn.text,
        groundingSources(read.join('\n\n')).map(({ source }) => source),
      );
      const supported = checked.filter(({ check }) => check.supported).length;
      const reason = `${supported} of ${checked.length} sentences`;
      if (checked.length > 0) scores.push({ name: 'grounded', score: supported / checked.length, reason });
    }
    return scores;
  },
});

function f1(expected: ReadonlySet<string>, called: ReadonlySet<string>): number {
  if (expected.size === 0 && called.size === 0) return 1;
  const both = [...expected].filter((name) => called.has(name)).length;
  return (2 * both) / (expected.size + called.size);
}

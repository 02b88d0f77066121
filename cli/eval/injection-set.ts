import { join } from 'node:path';
import { type Client, createClient, operation } from 'tributary/client';
import { AppError, z } from 'tributary/sdk';
import { balancedAccuracy } from '#text';
import { withOwnSystem } from '../own-system.js';
import type { EvaluationSet, SetOptions } from './evaluation-set.js';
import { type Figure, figureOf, figureOfDecisions, type Measured } from './figure.js';
import { readRecords } from './read-records.js';

const example = z.object({ id: z.string(), text: z.string(), label: z.union([z.literal(0), z.literal(1)]) });
type Example = z.output<typeof example>;

interface Checked {
  verdict: string;
  findings: { kind: string; verdict: string; quote: string }[];
}
type Reply =
  | { __typename: 'TextCheck'; texts: Checked[] }
  | { __typename: Exclude<string, 'TextCheck'>; texts?: undefined };

const screenTexts = operation<{ screenText: Reply }, { texts: string[] }>(
  `mutation ScreenTexts($texts: [String!]!) {
    screenText(input: { texts: $texts }) {
      __typename
      ... on TextCheck { texts { verdict findings { kind verdict quote } } }
    }
  }`,
);

const atOnce = 20;

/** What a set is compared with. */
interface Compared {
  /** Whether it has texts of both kinds; else every text is harmless, and accuracy is the measure. */
  balanced: boolean;
  floor: number;
  published: string | null;
}

/**
 * Sends texts through `screenText`, all sets in the same way and as words of a document. A text counts as flagged when a
 * finding of the family `instruction` has a verdict other than `ALLOW` by the shipped policy.
 */
export function injectionSet(name: string, compared: Compared): EvaluationSet['measure'] {
  return async ({ data, split }: SetOptions): Promise<Measured | string> => {
    const path = join(data, name, `${split}.jsonl`);
    const examples = await readRecords(path, example);
    if (examples === null) return `there is no ${path}`;
    return withOwnSystem({}, async ({ url, token }) => {
      const client = createClient({ url, token });
      try {
        const began = performance.now();
        const checked = await checkAll(client, examples);
        const ms = performance.now() - began;
        return {
          ...score(examples, checked, compared),
          times: [{ name: 'a text', ms: ms / examples.length }],
        };
      } finally {
        await client.close();
      }
    });
  };
}

async function checkAll(client: Client, examples: readonly Example[]): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (let from = 0; from < examples.length; from += atOnce) {
    const texts = examples.slice(from, from + atOnce).map(({ text }) => text);
    const { screenText } = await client.request(screenTexts, { texts });
    if (!screenText.texts)
      throw new AppError('RUN_FAILED', { reason: `screenText gave ${screenText.__typename}` });
    checked.push(...screenText.texts);
  }
  return checked;
}

const isFlagged = (findings: Checked['findings']): boolean =>
  findings.some(({ kind, verdict }) => kind.startsWith('instruction.') && verdict !== 'ALLOW');

/** The figures of a set: balanced accuracy (the mean of the accuracies of both kinds) or, without injections, accuracy. */
export function score(
  examples: readonly Example[],
  checked: readonly Checked[],
  { balanced, floor, published }: Compared,
): Omit<Measured, 'times'> {
  const decided = examples.map(({ id, text, label }, at) => {
    const { findings } = checked[at] ?? { findings: [] };
    return { record: id, text, findings, expected: label === 1, found: isFlagged(findings) };
  });
  const rightOf = (label: boolean) =>
    decided
      .filter(({ expected }) => expected === label)
      .map(({ record, expected, found }) => [record, Number(expected === found)] as const);
  const figures: Figure[] = balanced
    ? [
        figureOfDecisions('balanced accuracy', decided, balancedAccuracy, { floor, published }),
        figureOf('found', rightOf(true)),
        figureOf('left alone', rightOf(false)),
      ]
    : [figureOf('accuracy', rightOf(false), { floor, published })];
  const misses = decided.flatMap(({ record, text, findings, expected, found }) =>
    expected === found
      ? []
      : [
          {
            record,
            field: expected ? 'missed' : 'flagged',
            expected: text.slice(0, 300),
            found: findings.map(({ kind, quote }) => `${kind}: ${quote}`),
          },
        ],
  );
  return { records: examples.length, door: 'screenText of the public API', figures, misses };
}

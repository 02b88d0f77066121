import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { mean } from '#text';
import { openMatching, pairFeatures } from '../../plugins/advice/engine/items/match-items.js';
import { itemSets, readPairs, splitSides } from '../eval/item-pairs.js';
import { foldsOf } from './folds.js';
import { type Example, logisticRegression, probability } from './logistic-regression.js';
import type { Trainer, TrainingOptions } from './trainer.js';

interface PairExample extends Example {
  set: string;
  /** Pairs of one article are held out together. */
  group: string;
}
type Scored = Pick<PairExample, 'set' | 'positive'> & { score: number };

const penalty = 0.0003;
const thresholds = Array.from({ length: 60 }, (_, at) => 0.35 + at / 100);
const target = 'plugins/advice/engine/items/weights.json';

/** The matching of articles: one model and one threshold for the three sets of `match-products`. */
export const itemTrainer: Trainer = {
  name: 'items',
  async train({ data, say }: TrainingOptions) {
    const pairs = await readPairs(data, 'dev');
    if (pairs === null) return `there is no ${join(data, 'match-products/dev.jsonl')}`;
    const examples = itemSets.flatMap((set) =>
      examplesOf(
        set,
        pairs.filter((pair) => pair.set === set),
      ),
    );
    const held = foldsOf(examples, ({ group }) => group).flatMap(({ learn, test }) => {
      const model = logisticRegression(learn, { size: sizeOf(learn), penalty });
      return test.map(
        ({ set, positive, features }): Scored => ({ set, positive, score: probability(model, features) }),
      );
    });
    const threshold = bestOf(held);
    for (const set of itemSets)
      say(
        `${set}: F1 ${f1(
          held.filter((one) => one.set === set),
          threshold,
        ).toFixed(3)}`,
      );
    say(
      `harmonic mean of the sets over 5 folds at the threshold ${threshold.toFixed(2)}: ${meanF1(held, threshold).toFixed(3)}`,
    );
    const { weights, bias } = logisticRegression(examples, { size: sizeOf(examples), penalty });
    const rounded = [...weights].map((weight) => Number(weight.toFixed(4)));
    const learned = { threshold, bias: Number(bias.toFixed(4)), weights: rounded };
    await writeFile(join(repositoryRoot, target), `${JSON.stringify(learned)}\n`);
    say(`written: ${target}`);
    return undefined;
  },
};

function examplesOf(set: string, pairs: NonNullable<Awaited<ReturnType<typeof readPairs>>>): PairExample[] {
  const { lines, items, places } = splitSides(pairs);
  const matching = openMatching(lines, items);
  return pairs.map(({ label }, at) => {
    const { line = 0, item = 0 } = places[at] ?? {};
    const features = pairFeatures(matching, line, item).map((value, index) => [index, value] as const);
    return { set, group: `${set} ${line}`, positive: label === 1, features };
  });
}

function sizeOf(examples: readonly Example[]): number {
  return examples[0]?.features.length ?? 0;
}

function bestOf(scored: readonly Scored[]): number {
  return thresholds.reduce((best, one) => (meanF1(scored, one) > meanF1(scored, best) ? one : best));
}

/** The harmonic mean of the sets: none is bought with another. */
function meanF1(scored: readonly Scored[], threshold: number): number {
  const ofSets = itemSets.map((set) =>
    f1(
      scored.filter((one) => one.set === set),
      threshold,
    ),
  );
  return 1 / mean(ofSets.map((value) => 1 / Math.max(value, 1e-9)));
}

function f1(scored: readonly Scored[], threshold: number): number {
  const count = (positive: boolean, found: boolean) =>
    scored.filter((one) => one.positive === positive && one.score >= threshold === found).length;
  const right = count(true, true);
  return right === 0 ? 0 : (2 * right) / (2 * right + count(false, true) + count(true, false));
}

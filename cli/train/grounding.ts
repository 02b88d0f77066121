import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { aligned, type ClaimKind, claimKinds, GroundingSource, groundingFeatures, mean } from '#text';
import { type GroundingRecord, readGrounding } from '../eval/grounding-records.js';
import { foldsOf } from './folds.js';
import { logisticRegression } from './logistic-regression.js';
import type { Trainer } from './trainer.js';

interface Example {
  group: string;
  positive: boolean;
  features: Readonly<Record<string, number>>;
}
interface Weights {
  bias: number;
  weights: Record<string, number>;
}

const weightsFile = 'text/grounding/grounding-weights.json';
const penalty: Readonly<Record<ClaimKind, number>> = { ANSWER: 0.1, CLAIM: 0.1, SUMMARY: 0.3 };
const digits = 5;
const folds = 10;

const overlap = ['words', 'allWords', 'pairs', 'letters', 'passage', 'sentence', 'weakestSentence', 'order'];
const additions = [
  'newWords',
  'newRun',
  'newDigits',
  'newNumbers',
  'newNames',
  'newModals',
  'newQuantifiers',
];
const reversals = ['newNegations', 'strayNegations', 'negationDiffers', 'opposites'];
const newKinds = [
  'newPast',
  'newGerunds',
  'newAdverbs',
  'newPlurals',
  'newAbstracts',
  'newPlain',
  'newTurns',
  'synonyms',
  'antonyms',
];
const missing = ['upMissing', 'downMissing', 'denialMissing', 'turnedUp', 'turnedDown'];

/** What is looked at by kind: the fewer the records, the fewer the features. */
const features: Readonly<Record<ClaimKind, readonly string[]>> = {
  ANSWER: [...overlap, ...additions, ...reversals, 'persons', 'claimLength', 'sourceLength'],
  CLAIM: [
    'subjects',
    'subjectsFirst',
    'letters',
    'sameDirection',
    'directionsNear',
    'downMissing',
    'denialMissing',
    'turnedDown',
    'antonyms',
    'sourceLength',
  ],
  SUMMARY: [
    'letters',
    'sentence',
    'order',
    'newRun',
    'newDigits',
    'newNumbers',
    'newNames',
    'newModals',
    'newQuantifiers',
    ...reversals,
    ...missing,
    ...newKinds,
    'subjectsTogether',
    'newDirections',
    'claimLength',
  ],
};

/** The weights of `checkClaim`, learned from BEGIN, SciFact and SummEdits. */
export const trainer: Trainer = {
  name: 'grounding',
  async train({ data, say }) {
    const learned: Partial<Record<ClaimKind, Weights>> = {};
    for (const kind of claimKinds) {
      const records = await readGrounding(data, 'dev', kind);
      if (typeof records === 'string') return records;
      const examples = examplesOf(records);
      say(`${kind}: balanced accuracy, mean of ${folds} folds: ${foldMean(examples, kind).toFixed(3)}`);
      learned[kind] = fitted(examples, kind);
    }
    await writeFile(join(repositoryRoot, weightsFile), `${JSON.stringify(learned, null, 2)}\n`);
    say(`written to ${weightsFile}`);
    return undefined;
  },
};

function examplesOf(records: readonly GroundingRecord[]): Example[] {
  const sources = new Map(records.map(({ source }) => [source, new GroundingSource(source)]));
  return records.map(({ claim, source, supported }) => ({
    group: source,
    positive: supported,
    features: groundingFeatures(aligned(claim, sources.get(source) ?? new GroundingSource(source))),
  }));
}

function foldMean(examples: readonly Example[], kind: ClaimKind): number {
  return mean(
    foldsOf(examples, ({ group }) => group, folds).map(({ learn, test }) => {
      const weights = fitted(learn, kind);
      const right = (positive: boolean) => {
        const those = test.filter((example) => example.positive === positive);
        return mean(those.map((example) => Number(said(weights, example) > 0 === positive)));
      };
      return (right(true) + right(false)) / 2;
    }),
  );
}

function said({ bias, weights }: Weights, { features: found }: Example): number {
  return Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (found[name] ?? 0), bias);
}

/** Learned on standardised features; the weights are given back for the features as they are. */
function fitted(examples: readonly Example[], kind: ClaimKind): Weights {
  const names = features[kind];
  const scales = names.map((name) => {
    const values = examples.map((example) => example.features[name] ?? 0);
    const middle = mean(values);
    return { middle, spread: Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) || 1 };
  });
  const model = logisticRegression(
    examples.map((example) => ({
      positive: example.positive,
      features: scales.map(({ middle, spread }, at): [number, number] => [
        at,
        ((example.features[names[at] ?? ''] ?? 0) - middle) / spread,
      ]),
    })),
    { size: names.length, penalty: penalty[kind] },
  );
  const weights: Record<string, number> = {};
  let bias = model.bias;
  for (const [at, { middle, spread }] of scales.entries()) {
    const weight = (model.weights[at] ?? 0) / spread;
    weights[names[at] ?? ''] = Number(weight.toFixed(digits));
    bias -= weight * middle;
  }
  return { bias: Number(bias.toFixed(digits)), weights };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { repositoryRoot } from '#platform/config';
import { bestRouge, mean, paperFeatures } from '#text';
import { readRecords } from '../eval/read-records.js';
import { foldsOf } from './folds.js';
import { type Observation, ridgeRegression } from './ridge-regression.js';
import type { Trainer } from './trainer.js';

const record = z.object({
  id: z.string(),
  title: z.string(),
  sents: z.array(z.string()),
  refs: z.array(z.string()),
});
type Abstract = z.output<typeof record>;

const penalty = 5;
const folds = 10;
const digits = 4;
const weightsFile = 'plugins/summarization/engine/learned/paper-sentence.json';

/** Which sentence of an abstract says most in one: the expected ROUGE-1 of each, learned from SciTLDR. */
export const trainer: Trainer = {
  name: 'paper-sentence',
  async train({ data, say }) {
    const path = join(data, 'scitldr', 'dev.jsonl');
    const records = await readRecords(path, record);
    if (!records) return `there is no ${path}`;
    const found = foldsOf(records, ({ id }) => id, folds);
    const scores = found.flatMap(({ learn, test }) => {
      const weights = learned(learn);
      return test.map((abstract) => scoreOf(abstract, weights, abstract.title));
    });
    const untitled = found.flatMap(({ learn, test }) => {
      const weights = learned(learn);
      return test.map((abstract) => scoreOf(abstract, weights, null));
    });
    say(
      `ROUGE-1 F, mean of ${folds} folds: ${mean(scores).toFixed(4)} with titles, ${mean(untitled).toFixed(4)} without`,
    );
    const weights = learned(records).map((weight) => Number(weight.toFixed(digits)));
    await writeFile(join(repositoryRoot, weightsFile), `${JSON.stringify({ weights }, null, 2)}\n`);
    say(`written to ${weightsFile}`);
    return undefined;
  },
};

/** Each abstract counts the same, whatever its length; it is learned with its title and without. */
function learned(records: readonly Abstract[]): number[] {
  const observations = records.flatMap(({ sents, refs, title }) => {
    const targets = sents.map((sentence) => bestRouge(sentence, refs).rouge1.f);
    return [title, null].flatMap((known) =>
      paperFeatures(sents, known).map(
        (features, at): Observation => ({ features, target: targets[at] ?? 0, weight: 5 / sents.length }),
      ),
    );
  });
  return ridgeRegression(observations, penalty);
}

function scoreOf({ sents, refs }: Abstract, weights: readonly number[], title: string | null): number {
  const scores = paperFeatures(sents, title).map((features) =>
    features.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0),
  );
  return bestRouge(sents[scores.indexOf(Math.max(...scores))] ?? '', refs).rouge1.f;
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { repositoryRoot } from '#platform/config';
import { mean, rougeWords } from '#text';
import { readRecords } from '../eval/read-records.js';
import { foldsOf } from './folds.js';
import type { Trainer } from './trainer.js';

const record = z.object({ id: z.string(), meeting_id: z.string(), ref: z.string() });

/** A word is common when so many summaries hold it: the words of every matter, not those of one. */
const commonFrom = 0.2;
const digits = 5;
const weightsFile = 'plugins/summarization/engine/learned/summary-words.json';

/** How often the common words stand in summaries that people wrote, learned from QMSum. */
export const trainer: Trainer = {
  name: 'summary-words',
  async train({ data, say }) {
    const path = join(data, 'qmsum', 'dev.jsonl');
    const records = await readRecords(path, record);
    if (!records) return `there is no ${path}`;
    const held = foldsOf(records, ({ meeting_id }) => meeting_id).flatMap(({ learn, test }) => {
      const common = sharesOf(learn.map(({ ref }) => ref));
      return test.map(({ ref }) => mean(rougeWords(ref).map((word) => Number(common.has(word)))));
    });
    say(`share of a held-out summary that these words make, mean of 5 folds: ${mean(held).toFixed(4)}`);
    const perWord = Object.fromEntries(sharesOf(records.map(({ ref }) => ref)));
    await writeFile(join(repositoryRoot, weightsFile), `${JSON.stringify({ perWord }, null, 2)}\n`);
    say(`written to ${weightsFile}`);
    return undefined;
  },
};

/** How often each common word stands in a word of text, in the order of the alphabet. */
function sharesOf(summaries: readonly string[]): Map<string, number> {
  const all = summaries.map(rougeWords);
  const total = all.reduce((sum, words) => sum + words.length, 0);
  const [counts, holders] = [new Map<string, number>(), new Map<string, number>()];
  for (const words of all) {
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of new Set(words)) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  const common = [...counts].filter(([word]) => (holders.get(word) ?? 0) >= commonFrom * all.length);
  return new Map(
    common
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([word, count]) => [word, Number((count / total).toFixed(digits))]),
  );
}

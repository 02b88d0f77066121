import { join } from 'node:path';
import { z } from 'tributary/sdk';
import { searchCollection } from './collection.js';
import type { SetOptions } from './evaluation-set.js';
import { figureOf, type Measured } from './figure.js';
import { readRecords } from './read-records.js';
import { queryTimes } from './retrieval-set.js';

/** What BM25 reaches: the first hit is the paragraph that the question was asked of. */
const floors = { en: 0.948, de: 0.858, es: 0.876, ru: 0.74, zh: 0.913 } as const;
type Language = keyof typeof floors;
const languages = ['en', 'de', 'es', 'ru', 'zh'] as const satisfies readonly Language[];

const paragraph = z.object({ id: z.string(), title: z.string(), text: z.string() });
const question = z.object({
  id: z.string(),
  paragraph_id: z.string(),
  question: z.record(z.enum(languages), z.string()),
});

/** Finds the paragraph that answers a question, in five languages, each a collection of its own. */
export async function measureParagraphs({ data, split, say }: SetOptions): Promise<Measured | string> {
  const folder = join(data, 'xquad');
  const questions = await readRecords(join(folder, `${split}.jsonl`), question);
  if (questions === null) return `there is no ${join(folder, `${split}.jsonl`)}`;
  const measured: Pick<Measured, 'figures' | 'times' | 'misses'> = { figures: [], times: [], misses: [] };
  for (const language of languages) {
    say(`  ${language}`);
    const corpus = await readRecords(join(folder, `corpus.${language}.jsonl`), paragraph);
    if (corpus === null) return `there is no ${join(folder, `corpus.${language}.jsonl`)}`;
    const queries = questions.map((each) => ({ id: each.id, text: each.question[language] }));
    const { answers, readMs } = await searchCollection(corpus, queries, say);
    const wanted = new Map(questions.map((each) => [each.id, each.paragraph_id]));
    const within = (most: number) =>
      answers.map(({ id, ranked }): [string, number] => [
        `${language} ${id}`,
        ranked.slice(0, most).includes(wanted.get(id) ?? '') ? 1 : 0,
      ]);
    measured.figures.push(
      figureOf(`R@1 ${language}`, within(1), { floor: floors[language] }),
      figureOf(`R@5 ${language}`, within(5)),
    );
    for (const { id, ranked } of answers) {
      const expected = wanted.get(id);
      if (ranked[0] !== expected)
        measured.misses.push({ record: id, field: `R@1 ${language}`, expected, found: ranked[0] ?? null });
    }
    measured.times.push(
      { name: `a paragraph until it is read (${language})`, ms: readMs / corpus.length },
      ...queryTimes(answers).map(({ name, ms }) => ({ name: `${name} (${language})`, ms })),
    );
  }
  const door = 'added and searched through the public API, a tenant for each language';
  return { records: questions.length, door, ...measured };
}

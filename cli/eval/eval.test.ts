import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import { evaluate } from './evaluate.js';
import { readOptions } from './options.js';
import { table } from './report.js';
import { sets as known } from './sets.js';

/** A report in which each of `count` queries of cranfield had such an nDCG. */
const earlier = (count: number, score: number, split = 'other') =>
  JSON.stringify({
    split,
    sets: [
      { name: 'documents', skipped: 'no data' },
      {
        name: 'cranfield',
        figures: [
          { name: 'nDCG@10', scores: Object.fromEntries(numbers(count).map((id) => [`q${id}`, score])) },
        ],
      },
    ],
  });
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

const said: string[] = [];
const run = (...parameters: string[]) => evaluate(readOptions(parameters), (line) => void said.push(line));

test('A set without data is skipped by name', async () => {
  const { sets } = await run('--data', '/nowhere/at/all');
  const skipped = sets.filter((set) => 'skipped' in set).map(({ name }) => name);
  expect(skipped).toEqual(known.filter(({ makesData }) => !makesData).map(({ name }) => name));
  expect(said).toContainEqual(expect.stringContaining('cranfield is skipped: there is no'));
});

test('Bad usage is coded', () => {
  expect(() => readOptions([])).toThrow(AppError);
  expect(() => readOptions(['--set', 'cranfield'])).toThrow('--data');
  expect(() => readOptions(['--data', 'x', '--set', 'nothing'])).toThrow(
    `none of ${known.map(({ name }) => name).join(', ')}`,
  );
  expect(() => readOptions(['--data', 'x', '--split', '../secret'])).toThrow('--split');
  expect(() => readOptions(['--data', 'x', '--unknown'])).toThrow('--unknown');
});

async function withCranfield(queries: number, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-eval-test-'));
  try {
    await mkdir(join(folder, 'cranfield'));
    const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');
    await writeFile(
      join(folder, 'cranfield/corpus.jsonl'),
      lines(
        { id: '1', title: 'Wings', text: 'The lift of wings in a slipstream.' },
        { id: '2', title: 'Heat', text: 'Heat transfer in pipes.' },
      ),
    );
    const asked = numbers(queries).map((id) => ({ id: `q${id}`, text: 'slipstream lift', qrels: { 1: 3 } }));
    await writeFile(join(folder, 'cranfield/other.jsonl'), lines(...asked));
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ranked = (folder: string, ...more: string[]) =>
  run('--data', folder, '--set', 'cranfield', '--split', 'other', ...more);

test('A collection is ranked by the index of the product, whatever its split is called', () =>
  withCranfield(1, async (folder) => {
    const { sets } = await ranked(folder);
    expect(sets[0]).toMatchObject({
      records: 1,
      figures: [
        { name: 'nDCG@10', value: 1, records: 1, floor: 0.376, interval: 'insufficient' },
        { name: 'MRR@10', value: 1 },
        { name: 'recall@10', value: 1 },
      ],
    });
  }));

test('A figure of enough records has its interval, and stands beside that of an earlier report', () =>
  withCranfield(30, async (folder) => {
    const baseline = join(folder, 'earlier.json');
    await writeFile(baseline, earlier(40, 0.75));
    const report = await ranked(folder, '--baseline', baseline);
    expect(report.sets[0]).toMatchObject({
      figures: [
        {
          interval: { low: 1, high: 1 },
          against: { pairs: 30, baseline: 0.75, difference: 0.25, p: expect.closeTo(1 / 10_001, 9) },
        },
        { against: null },
        { against: null },
      ],
    });
    const [, rows] = table(report).split('\n\n');
    expect(rows).toContain('1.000  30  1.000 to 1.000  .376');
    expect(rows).toContain('.750      +.250');
    await writeFile(baseline, earlier(29, 0.75));
    const { sets } = await ranked(folder, '--baseline', baseline);
    expect(sets[0]).toMatchObject({ figures: [{ against: 'insufficient' }, {}, {}] });
    // What was written is read again.
    await writeFile(baseline, JSON.stringify(report));
    const again = await ranked(folder, '--baseline', baseline);
    expect(again.sets[0]).toMatchObject({ figures: numbers(3).map(() => ({ against: { p: 1 } })) });
  }));

test.each([
  ['that is not there', null, 'cannot be read'],
  ['that is no JSON', 'no', 'cannot be read as JSON'],
  ['without scores', '{"split":"other","sets":[{"name":"x","figures":[{"name":"y"}]}]}', 'no report'],
  ['of another split', earlier(30, 1, 'dev'), 'the split dev'],
])('A baseline %s is refused before anything is measured', (_name, text, reason) =>
  withCranfield(1, async (folder) => {
    const baseline = join(folder, 'earlier.json');
    if (text !== null) await writeFile(baseline, text);
    said.length = 0;
    await expect(ranked(folder, '--baseline', baseline)).rejects.toThrow(reason);
    expect(said).toEqual([]);
  }),
);

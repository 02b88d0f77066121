import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from 'tributary/sdk';
import { evaluate } from './evaluate.js';
import { readOptions } from './options.js';

const said: string[] = [];
const run = (...parameters: string[]) => evaluate(readOptions(parameters), (line) => void said.push(line));

test('A set without data is skipped by name', async () => {
  const { sets } = await run('--data', '/nowhere/at/all');
  expect(sets.map(({ name, ...rest }) => [name, Object.keys(rest)])).toEqual([
    ['documents', ['skipped']],
    ['scifact', ['skipped']],
    ['cranfield', ['skipped']],
  ]);
  expect(said).toContainEqual(expect.stringContaining('cranfield is skipped: there is no'));
});

test('Bad usage is coded', () => {
  expect(() => readOptions([])).toThrow(AppError);
  expect(() => readOptions(['--data', 'x', '--set', 'nothing'])).toThrow(
    'none of documents, scifact, cranfield',
  );
  expect(() => readOptions(['--data', 'x', '--split', '../secret'])).toThrow('--split');
  expect(() => readOptions(['--data', 'x', '--unknown'])).toThrow('--unknown');
});

test('A collection is ranked by the index of the product, whatever its split is called', async () => {
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
    await writeFile(
      join(folder, 'cranfield/other.jsonl'),
      lines({ id: 'q', text: 'slipstream lift', qrels: { 1: 3 } }),
    );
    const { sets } = await run('--data', folder, '--set', 'cranfield', '--split', 'other');
    expect(sets[0]).toMatchObject({
      records: 1,
      figures: [
        { name: 'nDCG@10', value: 1, records: 1, floor: 0.376 },
        { name: 'MRR@10', value: 1 },
        { name: 'recall@10', value: 1 },
      ],
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

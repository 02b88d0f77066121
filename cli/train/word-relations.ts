import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { createStemmer } from '#text';
import type { Trainer } from './trainer.js';

const parts = [
  ['n', 'noun'],
  ['v', 'verb'],
  ['a', 'adj'],
  ['r', 'adv'],
] as const;
/** Rarer senses relate words that mostly mean something else. */
const commonSenses = 2;
const plainWord = /^[a-z]{3,}$/;
const relationsFile = 'text/grounding/english-words.json';

interface Synset {
  words: string[];
  pointers: { symbol: string; synset: string; from: number; to: number }[];
}

/** Synonyms and antonyms of common English words, by their stems, from the files of WordNet 3.1. */
export const trainer: Trainer = {
  name: 'word-relations',
  async train({ data, say }) {
    const folder = join(data, 'wordnet');
    const related = await readWordNet(folder).catch(() => null);
    if (!related) return `there are no files of WordNet (data.noun, index.noun …) in ${folder}`;
    const { synsets, members } = related;
    const stemmer = createStemmer('en');
    const synonyms = new Map<string, Set<string>>();
    const antonyms = new Map<string, Set<string>>();
    for (const [id, words] of members) {
      const stems = [...words].map((word) => stemmer.stem(word));
      for (const one of stems) for (const other of stems) add(synonyms, one, other);
      for (const [one, other] of opposites(synsets, id, words)) {
        add(antonyms, stemmer.stem(one), stemmer.stem(other));
        add(antonyms, stemmer.stem(other), stemmer.stem(one));
      }
    }
    const relations = { synonyms: sorted(synonyms), antonyms: sorted(antonyms) };
    await writeFile(join(repositoryRoot, relationsFile), `${JSON.stringify(relations, null, 1)}\n`);
    say(`${synonyms.size} stems with synonyms, ${antonyms.size} with antonyms; written to ${relationsFile}`);
    return undefined;
  },
};

/** The synsets, and the common words of each: those of which the sense is counted in tagged text. */
async function readWordNet(folder: string) {
  const synsets = new Map<string, Synset>();
  const members = new Map<string, Set<string>>();
  for (const [letter, name] of parts) {
    for (const line of await linesOf(join(folder, `data.${name}`))) {
      const [offset, synset] = synsetOf(line.split('|')[0]?.trim().split(' ') ?? []);
      synsets.set(letter + offset, synset);
    }
    for (const line of await linesOf(join(folder, `index.${name}`))) {
      const fields = line.trim().split(' ');
      const [word = '', , count, pointers] = fields;
      const after = 4 + Number(pointers);
      if (!plainWord.test(word) || Number(fields[after + 1]) === 0) continue;
      const senses = fields.slice(after + 2, after + 2 + Math.min(Number(count), commonSenses));
      for (const sense of senses) {
        const id = letter + sense;
        members.set(id, (members.get(id) ?? new Set()).add(word));
      }
    }
  }
  return { synsets, members };
}

async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'latin1');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('  '));
}

/** A line of a data file, as wndb(5) has it. */
function synsetOf(fields: readonly string[]): [offset: string, synset: Synset] {
  const count = Number.parseInt(fields[3] ?? '0', 16);
  const words = Array.from({ length: count }, (_, at) =>
    (fields[4 + at * 2] ?? '').replace(/\(.*\)/, '').toLowerCase(),
  );
  const after = 4 + count * 2;
  const pointers = Array.from({ length: Number(fields[after]) }, (_, at) => {
    const [symbol = '', offset = '', part = '', ends = ''] = fields.slice(
      after + 1 + at * 4,
      after + 5 + at * 4,
    );
    const [from, to] = [Number.parseInt(ends.slice(0, 2), 16), Number.parseInt(ends.slice(2), 16)];
    return { symbol, synset: (part === 's' ? 'a' : part) + offset, from, to };
  });
  return [fields[0] ?? '', { words, pointers }];
}

function opposites(
  synsets: ReadonlyMap<string, Synset>,
  id: string,
  common: ReadonlySet<string>,
): [one: string, other: string][] {
  const { words, pointers } = synsets.get(id) ?? { words: [], pointers: [] };
  return pointers.flatMap(({ symbol, synset, from, to }): [string, string][] => {
    const one = words[Math.max(0, from - 1)] ?? '';
    const other = synsets.get(synset)?.words[Math.max(0, to - 1)] ?? '';
    return symbol === '!' && common.has(one) && plainWord.test(other) ? [[one, other]] : [];
  });
}

function add(relations: Map<string, Set<string>>, one: string, other: string): void {
  if (one !== other) relations.set(one, (relations.get(one) ?? new Set()).add(other));
}

function sorted(relations: ReadonlyMap<string, ReadonlySet<string>>): Record<string, string> {
  const entries = [...relations].map(([stem, others]) => [stem, [...others].sort().join(' ')] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

import { fnv1a, foldInPlace } from 'tributary/text';
import type { Finding } from './finding.js';
import learned from './learned/order-words.json' with { type: 'json' };
import { bits, lexicon } from './lexicon.js';
import { errands, works } from './requests.js';
import { readWords, type Words } from './words.js';

/** Hashed features (Weinberger et al. 2009): few collisions among the some thousand of short texts. */
export const size = 8192;
/** Longer texts are documents, whose orders are known by their wording and their place. */
const longest = 1500;
/** A text of more lines is laid out to be read. */
const mostLines = 12;
const orderBits = bits.IGNORE | bits.FORGET | bits.SHOW | bits.SAY | bits.TELL | bits.NOT | bits.ONLY;
const fewestWords = 3;
/** How far apart two words of known classes may stand to be seen together. */
const near = 4;
const classNames = Object.entries(bits);

const weights = Int8Array.from(Buffer.from(learned.weights, 'base64'), (byte) => (byte << 24) >> 24);

/** Short texts that speak as orders to a model do, by a linear model of their words; a sign for a person to look at. */
export function findLikely(text: string): Finding[] {
  if (text.length > longest || !asksSomebody(text)) return [];
  if (likelihoodOf(text) <= learned.threshold) return [];
  return [
    {
      kind: 'instruction.likely',
      severity: 'MEDIUM',
      rule: 'guard.order-words',
      version: 1,
      start: 0,
      end: text.length,
    },
  ];
}

/** Whether a text speaks to somebody at all: it asks, says `you`, or a sentence of it begins with an order. */
function asksSomebody(text: string): boolean {
  if (text.includes('|') || text.includes('\t') || text.split('\n').length > mostLines) return false;
  const folded = foldInPlace(text);
  if (
    /\?|？|\b(?:you|your|yours|dich|dir|dein\p{L}*|du|vous|votre|vos|tu|tes|usted|ustedes|voce)\b/u.test(
      folded,
    )
  )
    return true;
  const openers = folded.matchAll(/(?:^|[.!:;\n]\s*)(?:(?:please|bitte|now|and|then|but)\s+)?([\p{L}'’]+)/gu);
  return [...openers].some(
    ([, word = '']) => works.has(word) || errands.has(word) || ((lexicon.get(word) ?? 0) & orderBits) !== 0,
  );
}

/** From 0 to 1. */
export function likelihoodOf(text: string): number {
  const features = featuresOf(text);
  if (features.length === 0) return 0;
  const sum = features.reduce((total, [at, value]) => total + value * (weights[at] ?? 0), 0);
  return 1 / (1 + Math.exp(-(sum * learned.scale + learned.bias)));
}

/** What the model sees of a text: its words, pairs of neighbours, classes of words and pairs of those nearby. */
export function featuresOf(text: string): [index: number, value: number][] {
  const words = readWords(text, () => []);
  if (words.kinds.length < fewestWords) return [];
  const found = new Set<number>();
  const add = (name: string) => found.add(fnv1a(name) % size);
  const plain = words.kinds.map(({ text: word }) => word.replace(/\d/g, '0'));
  const classes = words.kinds.map((kind) =>
    classNames.flatMap(([name, bit]) => (kind.classes & bit ? [name] : [])),
  );
  for (const [at, word] of plain.entries()) {
    add(word);
    add(`${word} ${plain[at + 1] ?? '.'}`);
    for (const name of classes[at] ?? []) {
      add(`<${name}>`);
      for (let other = at + 1; other <= at + near; other++)
        for (const next of classes[other] ?? []) add(`<${name}> <${next}>`);
    }
  }
  for (const shape of shapesOf(words)) add(`<${shape}>`);
  const value = 1 / Math.sqrt(found.size);
  return [...found].sort((one, other) => one - other).map((index) => [index, value]);
}

/** How a text is written: shouted, quoted, of several sentences. */
function shapesOf({ text }: Words): string[] {
  const shapes: string[] = [];
  if (/\p{Lu}{3,}(?:[ ,]+\p{Lu}{2,}){2,}/u.test(text)) shapes.push('shouted');
  if (/["“„«][^"”“»]{3,}["”“»]/u.test(text)) shapes.push('quoted');
  if (/[.?!]\s+\S/u.test(text)) shapes.push('several');
  if (/^[^?]*\?$/u.test(text.trim())) shapes.push('question');
  return shapes;
}

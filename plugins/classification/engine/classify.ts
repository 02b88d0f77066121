import type { PageText, StepOutput } from 'tributary/sdk';
import { foldInPlace, Offsets } from 'tributary/text';
import { type Cue, cues } from './cues.js';
import { type DocumentKind, documentKinds } from './kinds.js';
import { languageOf } from './language.js';
import { shapeCues } from './shape.js';

export type Classification = StepOutput<'classify'>;

/** How rare each kind is against `other` in a document without any cue, and how much a unit of weight says. */
const prior = -3.5;
const sharpness = 1.6;
/** The head and the foot of a document say what it is; the middle of a book says it no better. */
const headCharacters = 12_000;
const titleCharacters = 900;
const titleLine = 70;
const mostCues = 12;

interface Match {
  cue: Cue;
  page: PageText;
  index: number;
  length: number;
  weight: number;
}

/**
 * The kind of a document and its language. A multinomial logit (maximum entropy) model with given weights: each cue
 * adds its log odds to its kind, repeated cues add ever less, cues in a title more; confidence is the softmax. What a
 * person reads as the reason stands in `cues` with its place.
 */
export function classify(pages: readonly PageText[], mediaType: string): Classification {
  const matches = pages.slice(0, 3).flatMap((page, order) => matchesOf(page, order === 0));
  const text = pages
    .map((page) => page.text)
    .join('\n')
    .slice(0, headCharacters);
  const scores = new Map<DocumentKind, number>(
    documentKinds.map((kind) => [kind, kind === 'other' ? 0 : prior]),
  );
  const add = (kind: DocumentKind, weight: number) =>
    scores.set(kind, (scores.get(kind) ?? 0) + sharpness * weight);
  for (const [, group] of Map.groupBy(matches, ({ cue }) => cue)) {
    group.sort((one, other) => other.weight - one.weight);
    group.slice(0, 4).forEach(({ cue, weight }, repeat) => {
      add(cue.kind, weight / 2 ** repeat);
      for (const kind of documentKinds) add(kind, ((cue.also[kind] ?? 0) * weight) / 2 ** repeat);
    });
  }
  const shapes = shapeCues(mediaType, text);
  for (const { kind, weight } of shapes) add(kind, weight);
  const [kind, confidence] = likeliest(scores);
  return {
    kind,
    confidence,
    ...languageOf(text),
    cues: [
      ...evidence(matches.filter(({ cue }) => cue.kind === kind)),
      ...shapes
        .filter((shape) => shape.kind === kind)
        .map(({ name }) => ({ cue: name, page: null, start: null, end: null, quote: null })),
    ],
  };
}

function matchesOf(page: PageText, isFirst: boolean): Match[] {
  const text = foldInPlace(page.text.slice(0, headCharacters));
  const found: Match[] = [];
  for (const cue of cues) {
    const scope = cue.title ? text.slice(0, isFirst ? titleCharacters : 0) : text;
    for (const match of scope.matchAll(cue.pattern)) {
      const factor = cue.title ? titleFactor(text, match.index, match[0].length) : 1;
      if (factor > 0)
        found.push({ cue, page, index: match.index, length: match[0].length, weight: cue.weight * factor });
    }
  }
  return found;
}

/** A title begins a short line or cell; the same word within a line says less, within a sentence nothing. */
function titleFactor(text: string, index: number, length: number): number {
  const from = Math.max(text.lastIndexOf('\n', index - 1), text.lastIndexOf('\t', index - 1)) + 1;
  const ends = [text.indexOf('\n', index), text.indexOf('\t', index)].filter((end) => end >= 0);
  const to = Math.min(text.length, ...ends);
  // `Lieferschein-Nr` is the label of a reference to another document.
  if (/^\s?-\s?(?:nr|no|nummer|number|datum|date)\b/u.test(text.slice(index + length, index + length + 12)))
    return 0;
  if (to - from > titleLine) return index === from ? 0.3 : 0;
  if (index - from <= 2) return 1;
  return index + length >= to - 2 ? 0.7 : 0.3;
}

function likeliest(scores: ReadonlyMap<DocumentKind, number>): [DocumentKind, number] {
  const top = Math.max(...scores.values());
  const total = [...scores.values()].reduce((sum, score) => sum + Math.exp(score - top), 0);
  const kind = documentKinds.find((each) => scores.get(each) === top) ?? 'other';
  return [kind, Math.min(0.99, Math.round(100 / total) / 100)];
}

function evidence(matches: readonly Match[]): Classification['cues'] {
  const offsets = new Map<PageText, Offsets>();
  const strongest = [...Map.groupBy(matches, ({ cue }) => cue.name).values()]
    .flatMap((group) => group.slice(0, 2))
    .sort((one, other) => other.weight - one.weight)
    .slice(0, mostCues);
  return strongest.map(({ cue, page, index, length }) => {
    const known = offsets.get(page) ?? new Offsets(page.text);
    offsets.set(page, known);
    const lead = /^\s*/u.exec(page.text.slice(index, index + length))?.[0].length ?? 0;
    const [start, end] = [known.toCodePoint(index + lead), known.toCodePoint(index + length)];
    return { cue: cue.name, page: page.number, start, end, quote: known.slice(start, end) };
  });
}

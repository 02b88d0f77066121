import type { Finding } from './finding.js';
import { bits, lexicon } from './lexicon.js';
import { type Phrase, phrases, type Step } from './phrases.js';
import { beginsLine, beginsSentence, endOf, readWords, type WordKind, type Words } from './words.js';

/** Phrases by the words that they may begin with, so that most words of a text are passed over at once. */
const byWord = new Map<string, Phrase[]>();
const byBit = new Map<number, Phrase[]>();
for (const phrase of phrases) {
  const [first] = phrase.steps;
  for (const word of first?.literals ?? []) byWord.set(word, [...(byWord.get(word) ?? []), phrase]);
  for (const bit of Object.values(bits)) {
    if ((first?.classes ?? 0) & bit) byBit.set(bit, [...(byBit.get(bit) ?? []), phrase]);
  }
}
const none: readonly Phrase[] = [];
/** Few sets of classes occur in the lexicon. */
const byClasses: ReadonlyMap<number, readonly Phrase[]> = new Map(
  [...new Set(lexicon.values())].map((classes) => [classes, ofClasses(classes)]),
);
const mostFindings = 1_000;

/** Orders to a model by their wording, sentence by sentence. Linear in the length of the text: gaps are bounded. */
export function findInstructions(text: string): Finding[] {
  const words = readWords(text, phrasesFrom);
  const found: Finding[] = [];
  for (let index = 0; index < words.kinds.length && found.length < mostFindings; index++) {
    const tried = words.kinds[index]?.phrases ?? none;
    if (tried.length === 0) continue;
    for (const phrase of tried) {
      const last = matchEnd(words, index, phrase);
      if (last !== null) found.push(findingOf(phrase, words, index, last));
    }
  }
  return widest(found);
}

function phrasesFrom(word: string, classes: number): readonly Phrase[] {
  const named = byWord.get(word);
  if (classes === 0) return named ?? none;
  const ofItsClasses = byClasses.get(classes) ?? none;
  return named ? [...new Set([...named, ...ofItsClasses])] : ofItsClasses;
}

function ofClasses(classes: number): readonly Phrase[] {
  return [...new Set([...byBit].flatMap(([bit, phrasesOfClass]) => (classes & bit ? phrasesOfClass : [])))];
}

function findingOf(phrase: Phrase, words: Words, first: number, last: number): Finding {
  const disguised = words.kinds.slice(first, last + 1).some((kind) => kind.disguised);
  return {
    kind: phrase.kind,
    // Who hides the words of an order means it.
    severity: disguised ? 'HIGH' : phrase.severity,
    rule: disguised ? `${phrase.rule}.disguised` : phrase.rule,
    version: phrase.version,
    start: words.starts[first] ?? 0,
    end: endOf(words, last),
  };
}

function matchEnd(words: Words, index: number, phrase: Phrase): number | null {
  const last = matchRest(words, index, phrase.steps, 1);
  if (last === null) return null;
  if (phrase.begins && !isOrder(words, index)) return null;
  return isNegated(words, index, phrase) ? null : last;
}

/** The last word of the phrase whose steps from `position` on follow the word at `index`. */
function matchRest(words: Words, index: number, steps: readonly Step[], position: number): number | null {
  const step = steps[position];
  if (!step) return index;
  for (let next = index + 1; next <= index + 1 + step.gap; next++) {
    const kind = words.kinds[next];
    // A phrase stays within its sentence.
    if (!kind || beginsSentence(words, next)) return null;
    if (!fits(kind, step)) continue;
    const end = matchRest(words, next, steps, position + 1);
    if (end !== null) return end;
  }
  return null;
}

function fits(kind: WordKind, step: Step): boolean {
  return (kind.classes & step.classes) !== 0 || step.literals.has(kind.text);
}

function isOrder(words: Words, index: number): boolean {
  return beginsSentence(words, index) || beginsLine(words, index) || leadsIn(words.kinds[index - 1]);
}

/** `Please ignore …`, `Now forget …`, `Bitte vergiss …`: still the beginning of an order. */
function leadsIn(before: WordKind | undefined): boolean {
  return /^(?:please|now|and|then|but|so|also|bitte|und|jetzt|nun|dann|por|favor|et|puis|stop)$/u.test(
    before?.text ?? '',
  );
}

/** `Do not ignore the previous instructions` asks for the contrary. */
function isNegated(words: Words, index: number, phrase: Phrase): boolean {
  if (((phrase.steps[0]?.classes ?? 0) & (bits.IGNORE | bits.FORGET)) === 0) return false;
  for (let before = index - 1; before >= Math.max(0, index - 2); before--) {
    if (beginsSentence(words, before + 1)) return false;
    if ((words.kinds[before]?.classes ?? 0) & bits.NOT) return true;
    // `The tenant shall disregard …` is a rule for people.
    if (/^(?:shall|may)$/u.test(words.kinds[before]?.text ?? '')) return true;
  }
  return false;
}

/** One finding a place: of those that overlap the gravest, then the longest. */
function widest(found: Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const each of found.sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = kept.at(-1);
    if (!last || last.end <= each.start) kept.push(each);
    else if (each.severity === 'HIGH' && last.severity !== 'HIGH') kept[kept.length - 1] = each;
  }
  return kept;
}

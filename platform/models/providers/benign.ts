import { sentences, words } from '#text';
import { type LocalAnswer, streamLocally } from './local-answer.js';
import { materialOf, type PromptMaterial, withoutDirectives } from './prompt-material.js';
import type { ChatProvider, ChatRequest } from './provider.js';
import { type ValueSource, valueOfSchema } from './schema-value.js';

/** How many sentences an answer has that nobody gave a number for. */
const usualSentences = 3;

/**
 * A model for tests that does what it was asked, and never what a text in its context asks: it answers with sentences
 * of the documents, in the schema that is asked. It understands nothing; the same request has the same answer.
 */
export function benignModel(model: string): ChatProvider {
  return {
    name: 'benign',
    model,
    structured: 'schema',
    stream: (request, signal) => streamLocally(request, model, benignAnswer(request), signal),
  };
}

/** What it answers. */
export function benignAnswer({ messages, schema }: ChatRequest): LocalAnswer {
  const material = materialOf(messages);
  if (schema) return { text: JSON.stringify(valueOfSchema(schema.schema, valuesFrom(material))) };
  return { text: textAnswer(material) };
}

interface Found {
  readonly text: string;
  readonly number: number | null;
  readonly shared: number;
  readonly at: number;
}

function textAnswer(material: PromptMaterial): string {
  const best = bestSentences(material, countOf(material));
  if (best.length > 0) {
    return best.map(({ text, number }) => (number === null ? text : `${text} [${number}]`)).join(' ');
  }
  // What prompts name for when there is nothing to say.
  return /answer exactly:?\s*([^\s.]+)/i.exec(material.instructions)?.[1] ?? 'There is nothing to say.';
}

/** Those that share most words with the question, in the order of the documents; without a question the first ones. */
function bestSentences({ passages, question }: PromptMaterial, count: number): Found[] {
  const wanted = new Set(contentWords(question ?? ''));
  const every = passages
    .flatMap(({ text, number }) =>
      sentences(withoutDirectives(text)).map((sentence) => ({
        text: sentence.text.replace(/\s+/g, ' '),
        number,
        shared: contentWords(sentence.text).filter((word) => wanted.has(word)).length,
      })),
    )
    .map((one, at) => ({ ...one, at }));
  // Headings and the cells of tables say little by themselves; where nothing else fits, they are what there is.
  const whole = every.filter(({ text }) => isWhole(text));
  const found = fitting(whole, wanted, count);
  return found.length > 0 ? found : fitting(every, wanted, count);
}

function fitting(found: readonly Found[], wanted: ReadonlySet<string>, count: number): Found[] {
  if (wanted.size === 0) return found.slice(0, count);
  return found
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared || a.at - b.at)
    .slice(0, count)
    .toSorted((a, b) => a.at - b.at);
}

const isWhole = (text: string): boolean => /[.!?…]["”»)]*$/.test(text) && text.split(' ').length > 2;

function countOf({ instructions }: PromptMaterial): number {
  return Number(/at most (\d+) sentences/i.exec(instructions)?.[1] ?? usualSentences);
}

/** Words of more than three letters: shorter ones hardly say what a text is about. */
const contentWords = (text: string): string[] => words(text).filter((word) => word.length > 3);

/** Schema values from the documents: texts are sentences, a choice is what they name most often. */
function valuesFrom(material: PromptMaterial): ValueSource {
  const found = () => bestSentences(material, countOf(material)).map(({ text }) => text);
  const all = withoutDirectives(material.passages.map(({ text }) => text).join('\n'));
  const known = contentWords(all);
  return {
    text: (name) => (/^lang/i.test(name) ? 'en' : found().join(' ') || 'nothing'),
    texts: found,
    choose: (_name, options) => mostNamed(options, known),
    number: (_name, { minimum, maximum }) =>
      minimum !== null && maximum !== null
        ? (minimum + maximum) / 2
        : Number(/\d+(\.\d+)?/.exec(all)?.[0] ?? 0),
    flag: () => false,
  };
}

/** The option whose words stand most often in the documents; else one that says that it is none of the others. */
function mostNamed(options: readonly unknown[], known: readonly string[]): unknown {
  const counts = options.map((option) => {
    const named = words(String(option).replaceAll('_', ' '));
    return known.filter((word) => named.includes(word)).length;
  });
  const most = Math.max(...counts);
  if (most > 0) return options[counts.indexOf(most)];
  return options.find((option) => /^(other|unknown|none|null)$/i.test(String(option))) ?? options[0];
}

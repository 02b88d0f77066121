import { z } from 'tributary/sdk';
import { type Analyser, analyserFor, camelParts, containment } from 'tributary/text';
import type { AssistantTool } from '../tools/tool.js';
import type { AskedCall } from './calls.js';

/** Of the words in a tool's name, how many the message has to say. */
const leastOfName = 0.99;

const parametersShape = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});
const propertyShape = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  items: z.unknown().optional(),
});

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const quoted = /"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|`([^`]+)`/g;
const numbers = /(?<![\p{L}\p{N}.-])\d+(?:\.\d+)?(?![\p{L}\p{N}-])/gu;

/**
 * The call that a message asks for, without a model: the tool whose name it says whole, in any order and form of the
 * words, and that it has every required argument for. Arguments come by their kind: ids for ids, quoted texts for texts
 * (named ones first: `name "…"`), numbers for numbers, options by their names. Null when no tool fits.
 */
export function planCall(message: string, tools: readonly AssistantTool[]): AskedCall | null {
  const analyser = analyserFor(message);
  const bare = message.replace(uuids, ' ').replace(quoted, ' ');
  const said = new Set(analyser.terms(bare));
  const ranked = tools
    .map((tool) => ({ tool, score: scoreOf(tool, said, analyser) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score);
  for (const { tool } of ranked) {
    const given = argumentsOf(message, tool);
    // A question that happens to have the words of a name asks for no call.
    const isAsked = !message.trim().endsWith('?') || Object.keys(given ?? {}).length > 0;
    if (given && isAsked) return { name: tool.name, arguments: given };
  }
  return null;
}

/** The words of its name that are said, then those of its description; 0 when the name is not said. */
function scoreOf(
  { name, description }: AssistantTool,
  said: ReadonlySet<string>,
  analyser: Analyser,
): number {
  const words = name.split('_').flatMap((part) => camelParts(part));
  const own = new Set(analyser.terms(words.join(' ')));
  if (own.size === 0 || containment(own, said) < leastOfName) return 0;
  return own.size + containment(said, new Set(analyser.terms(description)));
}

function argumentsOf(message: string, { parameters }: AssistantTool): Record<string, unknown> | null {
  const { properties, required } = parametersShape.parse(parameters);
  const texts = [...message.matchAll(quoted)].map((match) => ({
    text: match.slice(1).find((group) => group !== undefined) ?? '',
    before: message.slice(0, match.index).trimEnd().toLowerCase(),
  }));
  const ids = message.match(uuids) ?? [];
  const counts = [...message.replace(uuids, ' ').replace(quoted, ' ').matchAll(numbers)].map(([text]) =>
    Number(text),
  );
  const given: Record<string, unknown> = {};
  const names = Object.keys(properties).sort(
    (one, other) => Number(required.includes(other)) - Number(required.includes(one)),
  );
  // A text that stands behind the argument's name is that argument's.
  for (const name of names) {
    const at = texts.findIndex(({ before }) => before.replace(/[:=]$/, '').trimEnd().endsWith(spoken(name)));
    if (at >= 0 && kindOf(properties[name]) === 'text') given[name] = texts.splice(at, 1)[0]?.text;
  }
  for (const name of names) {
    if (name in given) continue;
    const value = valueFor(name, properties[name], { texts, ids, counts, message });
    if (value !== undefined) given[name] = value;
  }
  return required.every((name) => name in given) ? given : null;
}

interface Material {
  readonly texts: { text: string }[];
  readonly ids: string[];
  readonly counts: number[];
  readonly message: string;
}

function valueFor(name: string, schema: unknown, { texts, ids, counts, message }: Material): unknown {
  const kind = kindOf(schema);
  if (/(?:^id|Id)$/.test(name)) return ids.shift();
  if (/Ids$/.test(name)) return ids.length > 0 ? ids.splice(0) : undefined;
  if (kind === 'number') return counts.shift();
  if (kind === 'text') return texts.shift()?.text;
  const { enum: options } = propertyShape.parse(schema);
  return options?.find((option) => hasWord(message, option.replaceAll('_', ' ')));
}

function kindOf(schema: unknown): 'text' | 'number' | 'option' | 'other' {
  const { type, enum: options } = propertyShape.catch({}).parse(schema);
  if (options) return 'option';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' ? 'text' : 'other';
}

const spoken = (name: string): string => camelParts(name).join(' ');

const hasWord = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[^\p{L}\p{N} ]/gu, '.')}(?![\\p{L}\\p{N}])`, 'iu').test(
    text,
  );

import { words } from '#text';
import { streamLocally } from './local-answer.js';
import { withoutDirectives } from './prompt-material.js';
import type { ChatProvider, ChatRequest } from './provider.js';
import { valueOfSchema } from './schema-value.js';

const digits = 100;
const passing = 0.5;

/**
 * A judge for tests: how many of the words of the judged text stand in the text that it is held against. It reads two
 * sections of the prompt, `Answer:` (or output, response, candidate, text) and `Expected:` (or reference, context,
 * source, document, evidence), as lines or tags; without such names the last two paragraphs. In a schema a number is
 * the score within its bounds, a boolean whether it is at least a half, a choice the one as far down the list as the
 * score is below 1 (the best stands first), and a text the reason.
 */
export function judgeModel(model: string): ChatProvider {
  return {
    name: 'judge',
    model,
    structured: 'schema',
    stream: (request, signal) => streamLocally(request, model, { text: judgement(request) }, signal),
  };
}

function judgement({ messages, schema }: ChatRequest): string {
  const prompt = messages.map(({ content }) => content).join('\n\n');
  const [judged, against] = sectionsOf(withoutDirectives(prompt));
  const score = Math.round(overlap(judged, against) * digits) / digits;
  const reason = `${Math.round(score * 100)} % of its words stand in the reference.`;
  if (!schema) return `${score}`;
  const value = valueOfSchema(schema.schema, {
    text: () => reason,
    texts: () => [reason],
    choose: (_name, options) => options[Math.round((1 - score) * (options.length - 1))],
    number: (_name, { minimum, maximum }) => (minimum ?? 0) + score * ((maximum ?? 1) - (minimum ?? 0)),
    flag: () => score >= passing,
  });
  return JSON.stringify(value);
}

const judgedNames = 'answer|output|response|candidate|actual|text|summary';
const referenceNames = 'expected|reference|context|source|document|evidence|passages|facts';

function sectionsOf(prompt: string): [string, string] {
  const judged = section(prompt, judgedNames);
  const against = section(prompt, referenceNames);
  if (judged !== null && against !== null) return [judged, against];
  const paragraphs = prompt.split(/\n\s*\n/).filter((text) => text.trim() !== '');
  return [judged ?? paragraphs.at(-1) ?? '', against ?? paragraphs.at(-2) ?? ''];
}

function section(prompt: string, names: string): string | null {
  const inTags = names
    .split('|')
    .map((name) => tagged(prompt, name))
    .find((text) => text !== null);
  if (inTags !== undefined) return inTags;
  const anyName = `${judgedNames}|${referenceNames}|question|input`;
  const inLines = new RegExp(`^(?:${names})\\s*:([\\s\\S]*?)(?=^(?:${anyName})\\s*:|(?![\\s\\S]))`, 'im');
  return inLines.exec(prompt)?.[1] ?? null;
}

function tagged(prompt: string, name: string): string | null {
  const open = prompt.indexOf(`<${name}>`);
  const close = open < 0 ? -1 : prompt.indexOf(`</${name}>`, open);
  return close < 0 ? null : prompt.slice(open + name.length + 2, close);
}

/** The share of the distinct words of a text that the other one has too; a text without words shares nothing. */
function overlap(judged: string, against: string): number {
  const own = new Set(words(judged));
  const known = new Set(words(against));
  return own.size === 0 ? 0 : [...own].filter((word) => known.has(word)).length / own.size;
}

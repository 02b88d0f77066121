import type { ChatMessage } from './provider.js';

/** What a text in the context of the obedient model makes it do. */
export type Directive =
  | { readonly does: 'say'; readonly text: string }
  | { readonly does: 'leak'; readonly what: 'system' | 'context' }
  | { readonly does: 'call'; readonly tool: string; readonly arguments: unknown }
  /** Shape what another directive says, the one inside or the last one before. */
  | { readonly does: 'stream'; readonly chunks: number; readonly inside: Said | null }
  | { readonly does: 'encode'; readonly as: Encoding; readonly inside: Said | null };
type Said = string | Directive;

export const encodings = ['b64', 'rot13', 'hex', 'spaced', 'zwsp', 'reverse'] as const;
export type Encoding = (typeof encodings)[number];

const head = /\[\[(SAY|LEAK|CALL|STREAM|ENC)(?=[\s\]])/g;
/** Enough for any test; a text can be hostile to the tester too. */
const mostDirectives = 1000;
const longestDirective = 100_000;
const mostNesting = 4;

/** All directives of a conversation in their order, also those that a person would not see. */
export function directivesOf(messages: readonly ChatMessage[]): Directive[] {
  return messages.flatMap(({ content, role }) =>
    role === 'assistant' ? [] : directivesIn(visible(content)),
  );
}

function directivesIn(text: string, depth = 0): Directive[] {
  const found: Directive[] = [];
  let end = 0;
  let looks = 0;
  for (const match of text.matchAll(head)) {
    if (match.index < end) continue;
    looks += 1;
    if (looks > mostDirectives) break;
    const close = closeOf(text, match.index);
    if (close === null) continue;
    const inside = text.slice(match.index + match[0].length, close).trim();
    const directive = read(match[1] ?? '', inside, depth);
    if (!directive) continue;
    found.push(directive);
    end = close;
  }
  return found;
}

/** The `]]` that closes what opens here; brackets within it are counted, if they are balanced. */
function closeOf(text: string, open: number): number | null {
  let depth = 0;
  const last = Math.min(text.length, open + longestDirective);
  for (let at = open; at < last; at += 1) {
    if (text[at] === '[') depth += 1;
    else if (text[at] === ']') depth -= 1;
    if (depth === 0) return at - 1;
  }
  const first = text.slice(open, last).indexOf(']]');
  return first < 0 ? null : open + first;
}

function read(name: string, inside: string, depth: number): Directive | null {
  const [word = '', rest = ''] = split(inside);
  if (name === 'SAY') return { does: 'say', text: inside };
  if (name === 'LEAK') return word === 'system' || word === 'context' ? { does: 'leak', what: word } : null;
  if (name === 'CALL') return word === '' ? null : { does: 'call', tool: word, arguments: argumentsOf(rest) };
  if (name === 'STREAM') {
    const chunks = Number(word);
    return Number.isInteger(chunks) && chunks > 0
      ? { does: 'stream', chunks, inside: said(rest, depth) }
      : null;
  }
  const as = encodings.find((one) => one === word);
  return as ? { does: 'encode', as, inside: said(rest, depth) } : null;
}

function said(text: string, depth: number): Said | null {
  if (text === '') return null;
  return depth < mostNesting ? (directivesIn(text, depth + 1).at(-1) ?? text) : text;
}

const split = (text: string) => /^(\S*)\s*([\s\S]*)$/.exec(text)?.slice(1) ?? [];

function argumentsOf(text: string): unknown {
  try {
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}

/** As a model reads it: tag characters are letters to it, and what has no width is not there. */
function visible(text: string): string {
  return text
    .replace(/[\u{e0020}-\u{e007e}]/gu, (character) =>
      String.fromCodePoint((character.codePointAt(0) ?? 0) - 0xe0000),
    )
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '');
}

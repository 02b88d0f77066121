import { sentences } from '#text';
import type { ChatMessage } from './provider.js';

/** A passage with the number that it is cited by, if it has one. */
export interface Passage {
  readonly number: number | null;
  readonly text: string;
}

/** What a prompt holds, as its form tells: for providers that understand nothing. */
export interface PromptMaterial {
  /** All that stands outside of documents and passages. */
  readonly instructions: string;
  readonly question: string | null;
  readonly passages: readonly Passage[];
}

/** More than any prompt has. */
const mostPassages = 1000;
const openTag = /<([a-z][\w-]*)>/gi;
const numbered = /^\[(?<number>\d+)\]\s*(?<text>[\s\S]*?)(?=^\[\d+\]|(?![\s\S]))/gm;
const asked = /^(?:question|frage|query)\s*:\s*(?<question>.+)$/im;

/**
 * Documents are what stands in tags (`<document>…</document>`), is numbered (`[1] …`), comes from a tool, or else every
 * paragraph behind the first. The question is what `Question:` names, or the last sentence that asks.
 */
export function materialOf(messages: readonly ChatMessage[]): PromptMaterial {
  const passages: Passage[] = [];
  const outside: string[] = [];
  for (const { role, content } of messages) {
    if (role === 'tool') passages.push({ number: null, text: content });
    else if (role === 'system') outside.push(content);
    else if (role === 'user') outside.push(withoutPassages(content, passages));
  }
  const instructions = outside.join('\n\n');
  const question = asked.exec(instructions)?.groups?.question?.trim() ?? lastQuestion(instructions);
  if (passages.length > 0) return { instructions, question, passages: passages.slice(0, mostPassages) };
  const paragraphs = (messages.findLast(({ role }) => role === 'user')?.content ?? '').split(/\n\s*\n/);
  const rest = paragraphs.length > 1 ? paragraphs.slice(1) : paragraphs;
  const texts = rest
    .map((text) => text.replace(asked, '').trim())
    .filter((text) => text !== '' && text !== question);
  return { instructions, question, passages: texts.map((text) => ({ number: null, text })) };
}

function withoutPassages(content: string, passages: Passage[]): string {
  return withoutTagged(content, passages).replace(numbered, (_whole, number: string, text: string) => {
    passages.push({ number: Number(number), text: text.trim() });
    return '';
  });
}

/** A tag that nothing closes is looked for once: a text can have very many of them. */
function withoutTagged(content: string, passages: Passage[]): string {
  const unclosed = new Set<string>();
  let outside = '';
  let end = 0;
  for (const { 0: tag, 1: name = '', index } of content.matchAll(openTag)) {
    if (index < end || unclosed.has(name)) continue;
    const inside = index + tag.length;
    const close = content.indexOf(`</${name}>`, inside);
    if (close < 0) {
      unclosed.add(name);
      continue;
    }
    passages.push({ number: null, text: content.slice(inside, close).trim() });
    outside += content.slice(end, index);
    end = close + `</${name}>`.length;
  }
  return outside + content.slice(end);
}

function lastQuestion(text: string): string | null {
  return sentences(text).findLast((sentence) => sentence.text.endsWith('?'))?.text ?? null;
}

/** Directives of tests (`[[SAY …]]`) are no part of what a text says. */
export function withoutDirectives(text: string): string {
  let left = '';
  let end = 0;
  for (let at = text.indexOf('[['); at >= 0; at = text.indexOf('[[', end)) {
    const close = text.indexOf(']]', at);
    if (close < 0) break;
    left += `${text.slice(end, at)} `;
    end = close + 2;
    while (text[end] === ']') end += 1;
  }
  return (left + text.slice(end)).replace(/[ \t]{2,}/g, ' ');
}

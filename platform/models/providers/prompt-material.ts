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

const tagged = /<(?<tag>[a-z][\w-]*)>\s*(?<inside>[\s\S]*?)\s*<\/\k<tag>>/gi;
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
  if (passages.length > 0) return { instructions, question, passages };
  const paragraphs = (messages.findLast(({ role }) => role === 'user')?.content ?? '').split(/\n\s*\n/);
  const rest = paragraphs.length > 1 ? paragraphs.slice(1) : paragraphs;
  const texts = rest
    .map((text) => text.replace(asked, '').trim())
    .filter((text) => text !== '' && text !== question);
  return { instructions, question, passages: texts.map((text) => ({ number: null, text })) };
}

function withoutPassages(content: string, passages: Passage[]): string {
  const withoutTags = content.replace(tagged, (_whole, _tag, inside: string) => {
    passages.push({ number: null, text: inside });
    return '';
  });
  return withoutTags.replace(numbered, (_whole, number: string, text: string) => {
    passages.push({ number: Number(number), text: text.trim() });
    return '';
  });
}

function lastQuestion(text: string): string | null {
  return sentences(text).findLast((sentence) => sentence.text.endsWith('?'))?.text ?? null;
}

/** Directives of tests (`[[SAY …]]`) are no part of what a text says. */
export function withoutDirectives(text: string): string {
  return text.replace(/\[\[[\s\S]*?\]\]+/g, ' ').replace(/[ \t]{2,}/g, ' ');
}

import { AppError } from 'tributary/sdk';
import type { RenderedMessage } from '#platform/plugin-host';
import { codePointLength } from '#text';
import type { ChatMessage } from '../providers/provider.js';
import type { AssembledPrompt, PromptSpan } from './assembled-prompt.js';
import { fitContext } from './fit-context.js';

/** No window of any model holds more; a prompt like this is a mistake or an attack. */
const mostBytes = 4 * 1024 * 1024;

/** What a prompt has to fit into; null: the target does not say. */
export interface Room {
  readonly maxTokens: number | null;
}

/**
 * Makes a rendered prompt into messages that fit, and notes where each of their spans came from.
 * @throws AppError `CONTEXT_TOO_LARGE` when what may not be cut does not fit
 */
export function assemblePrompt(
  promptVersion: string,
  rendered: readonly RenderedMessage[],
  { maxTokens }: Room,
): AssembledPrompt {
  const bytes = fixedBytes(rendered);
  if (bytes > mostBytes) throw tooLarge(promptVersion, bytes, mostBytes);
  // Even without a known window nothing is sent that no model takes.
  const room = maxTokens ?? mostBytes / 4;
  const fitted = fitContext(rendered, room);
  if (fitted.tokens > room) throw tooLarge(promptVersion, fitted.fixedTokens, room);
  const messages: ChatMessage[] = [];
  const spans: PromptSpan[] = [];
  let at = 0;
  for (const { role, segments } of fitted.messages) {
    const content = segments.map(({ text }) => text).join('');
    if (content === '') continue;
    for (const { text, source, id } of segments) {
      if (text === '') continue;
      const end = at + codePointLength(text);
      spans.push({ message: messages.length, start: at, end, source, id });
      at = end;
    }
    messages.push({ role, content });
  }
  const { truncated, tokens } = fitted;
  return { promptVersion, messages, spans, truncated, tokens, maxTokens };
}

function fixedBytes(rendered: readonly RenderedMessage[]): number {
  const fixed = rendered
    .flatMap(({ segments }) => segments)
    .filter(({ priority }) => !Number.isFinite(priority));
  return fixed.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
}

function tooLarge(prompt: string, tokens: number, max: number): AppError {
  return new AppError('CONTEXT_TOO_LARGE', { prompt, tokens, max });
}

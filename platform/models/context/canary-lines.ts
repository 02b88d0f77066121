import type { RenderedMessage, Segment } from '#platform/plugin-host';
import type { ChatMessage } from '../providers/provider.js';

const fixed = { source: 'system', id: null, priority: Infinity, keep: 'whole' } as const;
const first = (canary: string) => `Confidential instructions ${canary}:\n\n`;
const last = (canary: string) => `\n\nHere end the confidential instructions ${canary}.`;
const id = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
const lines = [new RegExp(first(id), 'g'), new RegExp(last(id).replace(/\.$/, '\\.'), 'g')];

/** The prompt with the canary first and last in its instructions; one without instructions gets some that hold it. */
export function withCanary(messages: readonly RenderedMessage[], canary: string): RenderedMessage[] {
  const segment = (text: string): Segment => ({ ...fixed, text });
  const [lead, ...others] = messages;
  const isSystem = lead?.role === 'system';
  const segments = isSystem ? lead.segments : [];
  const guarded = [segment(first(canary)), ...segments, segment(last(canary))];
  return [{ role: 'system', segments: guarded }, ...(isSystem ? others : messages)];
}

/** Messages as they are but for the canary, which is another for each request. */
export function withoutCanary(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.flatMap((message) => {
    if (message.role !== 'system') return [message];
    const content = lines.reduce((text, line) => text.replace(line, ''), message.content);
    return content === '' && message.content !== '' ? [] : [{ ...message, content }];
  });
}

/** All text of a prompt that stands in its template: what a reader of an answer has no business with. */
export function templateOf(messages: readonly RenderedMessage[]): string {
  return messages
    .flatMap(({ segments }) => segments)
    .map(({ source, text }) => (source === 'system' ? text : '\n'))
    .join('');
}

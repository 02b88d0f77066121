import type { RenderedMessage, Segment } from '#platform/plugin-host';
import type { TruncatedPart } from './assembled-prompt.js';
import { cutText } from './cut-text.js';
import { estimateTokens, tokensPerMessage } from './estimate-tokens.js';

/** Messages that fit, and what was left out for it. */
export interface FittedContext {
  readonly messages: readonly RenderedMessage[];
  readonly truncated: readonly TruncatedPart[];
  readonly tokens: number;
  /** What stays in any case. */
  readonly fixedTokens: number;
}

interface Weighed {
  segment: Segment;
  tokens: number;
  /** Place among all segments. */
  readonly at: number;
}

/**
 * Leaves out what does not fit: the lowest priority first, and of one priority the last first, for lists come best
 * first. What is fixed stays even if it alone is too large; who calls compares `tokens`.
 */
export function fitContext(messages: readonly RenderedMessage[], maxTokens: number): FittedContext {
  const weighed = weigh(messages);
  const overhead = messages.length * tokensPerMessage;
  const all = weighed.flat();
  const total = all.reduce((sum, { tokens }) => sum + tokens, overhead);
  const cuttable = all.filter(({ segment }) => Number.isFinite(segment.priority));
  const fixedTokens = cuttable.reduce((sum, { tokens }) => sum - tokens, total);
  const truncated: TruncatedPart[] = [];
  let over = total - maxTokens;
  cuttable.sort((a, b) => a.segment.priority - b.segment.priority || b.at - a.at);
  for (const one of cuttable) {
    if (over <= 0) break;
    const { source, id } = one.segment;
    const before = one.tokens;
    one.segment = { ...one.segment, text: shortened(one.segment, before - over) };
    one.tokens = estimateTokens(one.segment.text);
    over -= before - one.tokens;
    truncated.push({ source, id, tokens: before - one.tokens, dropped: one.segment.text === '' });
  }
  return {
    messages: messages.map(({ role }, at) => ({
      role,
      segments: weighed[at]?.map(({ segment }) => segment) ?? [],
    })),
    truncated,
    tokens: maxTokens + over,
    fixedTokens,
  };
}

function weigh(messages: readonly RenderedMessage[]): Weighed[][] {
  let at = 0;
  return messages.map(({ segments }) =>
    segments.map((segment) => {
      at += 1;
      return { segment, tokens: estimateTokens(segment.text), at };
    }),
  );
}

function shortened({ text, keep }: Segment, tokens: number): string {
  return keep === 'whole' || tokens <= 0 ? '' : cutText(text, tokens, keep);
}

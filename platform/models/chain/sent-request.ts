import { estimateTokens, tokensPerMessage } from '../context/estimate-tokens.js';
import type { CallRequest, TargetInfo } from '../port.js';
import type { ChatRequest } from '../providers/provider.js';
import { aboutTokens, bytesOf } from './tokens.js';

/** A request as one target is sent it. */
export interface SentRequest extends ChatRequest {
  readonly alias: string;
  readonly promptVersion: string | null;
}

/**
 * Fits a request to a target: the answer never takes more than the target writes nor more than half of its window, and
 * the prompt what the answer leaves.
 * @throws AppError `CONTEXT_TOO_LARGE`
 */
export function sentTo(target: TargetInfo, asked: CallRequest): SentRequest {
  const { messages, followedBy = [], whole: _, longestAnswer: __, ...request } = asked;
  const half = target.contextTokens === null ? Infinity : Math.floor(target.contextTokens / 2);
  const most = Math.min(request.maxOutputTokens, target.maxOutputTokens ?? Infinity, half);
  const sent = { ...request, maxOutputTokens: Math.max(1, most) };
  if (!('messagesFor' in messages)) return { ...sent, messages: [...messages, ...followedBy] };
  const said = followedBy.reduce((sum, { content }) => sum + estimateTokens(content) + tokensPerMessage, 0);
  const taken = sent.maxOutputTokens + said + aboutTokens(bytesOf({ ...sent, messages: [] }));
  return { ...sent, messages: [...messages.messagesFor(target, taken), ...followedBy] };
}

import type { Answer, AnswerPart, AnswerUsage } from '../answer.js';
import type { Dialect, ErrorKind } from '../exchange.js';

const event = (data: object) => `data: ${JSON.stringify(data)}\n\n`;
const frame = (model: string, id: string) => ({ id, object: 'chat.completion.chunk', created: 0, model });
const reasons = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
};

/** Chat completions as OpenAI and all that imitate it write them. */
export const openai: Dialect = {
  streamType: 'text/event-stream',
  frames(answer, model) {
    const base = frame(model, answer.id);
    const choice = (delta: object, finish_reason: string | null) =>
      event({ ...base, choices: [{ index: 0, delta, finish_reason }] });
    const usage = answer.usage && event({ ...base, choices: [], usage: usageOf(answer.usage) });
    return {
      begin: [choice({ role: 'assistant', content: '' }, null)],
      parts: answer.parts.map((part, index) => this.part(part, index, model)),
      end: [choice({}, reasons[answer.finish]), ...(usage ? [usage] : [])],
      mark: 'data: [DONE]\n\n',
    };
  },
  part: (part, index, model) =>
    event({
      ...frame(model, 'answer-1'),
      choices: [{ index: 0, delta: deltaOf(part, index), finish_reason: null }],
    }),
  whole: (answer, model) => ({
    id: answer.id,
    object: 'chat.completion',
    created: 0,
    model,
    choices: [{ index: 0, message: messageOf(answer), finish_reason: reasons[answer.finish] }],
    usage: answer.usage && usageOf(answer.usage),
  }),
  error: (kind, message) => ({ error: { message, param: null, ...errors[kind] } }),
};

const errors: Record<ErrorKind, { type: string; code: string | null }> = {
  'context-window': { type: 'invalid_request_error', code: 'context_length_exceeded' },
  'content-policy': { type: 'invalid_request_error', code: 'content_filter' },
  'rate-limit': { type: 'requests', code: 'rate_limit_exceeded' },
  quota: { type: 'insufficient_quota', code: 'insufficient_quota' },
  overloaded: { type: 'server_error', code: 'server_overloaded' },
  authentication: { type: 'invalid_request_error', code: 'invalid_api_key' },
  server: { type: 'server_error', code: null },
  'bad-request': { type: 'invalid_request_error', code: null },
};

function deltaOf(part: AnswerPart, index: number): object {
  if (typeof part === 'string') return { content: part };
  const { id, name } = part;
  const call = { name, arguments: JSON.stringify(part.arguments) };
  return { tool_calls: [{ index, id, type: 'function', function: call }] };
}

function messageOf({ parts }: Answer): object {
  const calls = parts.filter((part) => typeof part !== 'string');
  const tool_calls = calls.map(({ id, name, arguments: given }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(given) },
  }));
  const content = parts.filter((part) => typeof part === 'string').join('');
  return { role: 'assistant', content, ...(calls.length > 0 && { tool_calls }) };
}

function usageOf({ input, output, cacheRead, reasoning }: AnswerUsage): object {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(cacheRead !== undefined && { prompt_tokens_details: { cached_tokens: cacheRead } }),
    ...(reasoning !== undefined && { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}

import type { AnswerPart, AnswerUsage } from '../answer.js';
import type { Dialect, ErrorKind } from '../exchange.js';

const event = (data: { type: string } & Record<string, unknown>) =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const reasons = {
  stop: 'end_turn',
  length: 'max_tokens',
  'content-filter': 'refusal',
  'tool-calls': 'tool_use',
};

/** Anthropic's messages. */
export const anthropic: Dialect = {
  streamType: 'text/event-stream',
  frames(answer, model) {
    const usage = usageOf(answer.usage ?? { input: 0, output: 0 });
    const start = {
      id: answer.id,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
    };
    const stop = { stop_reason: reasons[answer.finish], stop_sequence: null };
    return {
      begin: [event({ type: 'message_start', message: { ...start, usage: { ...usage, output_tokens: 1 } } })],
      parts: answer.parts.map((part, index) => this.part(part, index, model)),
      end: [event({ type: 'message_delta', delta: stop, usage: { output_tokens: usage.output_tokens } })],
      mark: event({ type: 'message_stop' }),
    };
  },
  // Each part is a block of its own: texts of several blocks are one text.
  part: (part, index) =>
    [
      event({ type: 'content_block_start', index, content_block: blockOf(part, true) }),
      event({ type: 'content_block_delta', index, delta: deltaOf(part) }),
      event({ type: 'content_block_stop', index }),
    ].join(''),
  whole: (answer, model) => ({
    id: answer.id,
    type: 'message',
    role: 'assistant',
    model,
    content: answer.parts.map((part) => blockOf(part, false)),
    stop_reason: reasons[answer.finish],
    stop_sequence: null,
    usage: usageOf(answer.usage ?? { input: 0, output: 0 }),
  }),
  error: (kind, message) => ({
    type: 'error',
    error: { type: types[kind], message: words[kind] ?? message },
  }),
};

const types: Record<ErrorKind, string> = {
  'context-window': 'invalid_request_error',
  'content-policy': 'invalid_request_error',
  'rate-limit': 'rate_limit_error',
  quota: 'billing_error',
  overloaded: 'overloaded_error',
  authentication: 'authentication_error',
  server: 'api_error',
  'bad-request': 'invalid_request_error',
};
/** Anthropic tells these apart by words alone. */
const words: Partial<Record<ErrorKind, string>> = {
  'context-window': 'prompt is too long: 210000 tokens > 200000 maximum',
  'content-policy': 'Output blocked by content filtering policy',
};

function blockOf(part: AnswerPart, empty: boolean): object {
  if (typeof part === 'string') return { type: 'text', text: empty ? '' : part };
  return { type: 'tool_use', id: part.id, name: part.name, input: empty ? {} : part.arguments };
}

function deltaOf(part: AnswerPart): object {
  if (typeof part === 'string') return { type: 'text_delta', text: part };
  return { type: 'input_json_delta', partial_json: JSON.stringify(part.arguments) };
}

/** Anthropic counts what its cache gave and took apart from the rest of the input. */
function usageOf({ input, output, cacheRead = 0, cacheWrite = 0 }: AnswerUsage) {
  return {
    input_tokens: input - cacheRead - cacheWrite,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheWrite,
    output_tokens: output,
  };
}

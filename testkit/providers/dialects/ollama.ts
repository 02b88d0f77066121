import type { Answer, AnswerPart } from '../answer.js';
import type { Dialect } from '../exchange.js';

const line = (data: object) => `${JSON.stringify(data)}\n`;
const created_at = '2026-01-01T00:00:00Z';

/** Ollama's chat: one JSON object a line. */
export const ollama: Dialect = {
  streamType: 'application/x-ndjson',
  frames(answer, model) {
    return {
      begin: [],
      parts: answer.parts.map((part, index) => this.part(part, index, model)),
      end: [],
      mark: line({ ...last(answer, model), message: { role: 'assistant', content: '' } }),
    };
  },
  part: (part, _index, model) => line({ model, created_at, message: messageOf([part]), done: false }),
  whole: (answer, model) => ({ ...last(answer, model), message: messageOf(answer.parts) }),
  error: (kind, message) => ({
    error: kind === 'context-window' ? 'the input length exceeds the context length' : message,
  }),
};

function last({ finish, usage }: Answer, model: string): object {
  return {
    model,
    created_at,
    done: true,
    done_reason: finish === 'length' ? 'length' : 'stop',
    ...(usage && { prompt_eval_count: usage.input, eval_count: usage.output }),
  };
}

function messageOf(parts: readonly AnswerPart[]): object {
  const calls = parts.filter((part) => typeof part !== 'string');
  const tool_calls = calls.map(({ name, arguments: given }) => ({ function: { name, arguments: given } }));
  const content = parts.filter((part) => typeof part === 'string').join('');
  return { role: 'assistant', content, ...(calls.length > 0 && { tool_calls }) };
}

/** What a model is made to say, before a protocol gives it its form. */
export interface Answer {
  readonly parts: readonly AnswerPart[];
  readonly finish: 'stop' | 'length' | 'content-filter' | 'tool-calls';
  readonly usage: AnswerUsage | null;
  readonly id: string;
}

export type AnswerPart = string | AnswerToolCall;

export interface AnswerToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}

/** Tokens; `input` counts those from and to the provider's cache too, `output` those of reasoning. */
export interface AnswerUsage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
}

export const ordinaryUsage: AnswerUsage = { input: 20, output: 10 };

/** An ordinary answer, but for what is given. */
export function answerOf(parts: readonly AnswerPart[], given: Partial<Answer> = {}): Answer {
  const finish = parts.some((part) => typeof part !== 'string') ? 'tool-calls' : 'stop';
  return { parts, finish, usage: ordinaryUsage, id: 'answer-1', ...given };
}

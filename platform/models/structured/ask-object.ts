import { AppError, type EnginePart, type z } from 'tributary/sdk';
import type { CallEnd, CallPart, CallRequest } from '../port.js';
import type { ChatMessage } from '../providers/provider.js';
import type { AnswerForm } from './answer-form.js';
import { PartialObject } from './partial-object.js';

/** An answer longer than this is no object that anybody asked for. */
const longestAnswer = 2 * 1024 * 1024;

/** So much of an answer that does not fit is shown to the model again. */
const longestRepaired = 16_000;

/** What is asked, and by what it is answered. */
export interface ObjectRequest<Schema extends z.ZodType> {
  readonly form: AnswerForm<Schema>;
  readonly request: CallRequest;
  /** Named in errors. */
  readonly prompt: string;
  call(request: CallRequest): AsyncGenerator<CallPart, CallEnd>;
  /** Told of a tool that the model called although it was offered none. */
  denied(tool: string): void;
}

/**
 * One object of the schema, repaired at most once: more would pay for a model that cannot do it. Yields what of it grows.
 * @throws AppError `OUTPUT_SCHEMA`, `OUTPUT_TRUNCATED`, and those of the call
 */
export async function* askObject<Schema extends z.ZodType>(
  asked: ObjectRequest<Schema>,
): AsyncGenerator<EnginePart, z.infer<Schema>> {
  const { form, request } = asked;
  const partial = new PartialObject(form.isBoxed);
  const first = yield* answer(asked, request, partial);
  const checked = form.check(first);
  if (checked.ok) {
    yield* settle(partial, checked);
    return checked.output;
  }
  partial.restart();
  const complaint = `That does not fit the schema: ${checked.problem}. Answer again with the corrected JSON object, and nothing else.`;
  const followedBy: ChatMessage[] = [
    { role: 'assistant', content: first.slice(0, longestRepaired) || '(nothing)' },
    { role: 'user', content: complaint },
  ];
  const second = form.check(yield* answer(asked, { ...request, followedBy }, partial));
  if (!second.ok) throw failed(asked.prompt, second.problem);
  yield* settle(partial, second);
  return second.output;
}

async function* answer<Schema extends z.ZodType>(
  { prompt, call, denied }: ObjectRequest<Schema>,
  request: CallRequest,
  partial: PartialObject,
): AsyncGenerator<EnginePart, string> {
  const parts = call({ ...request, longestAnswer });
  let text = '';
  try {
    for (;;) {
      const next = await parts.next();
      if (next.done) {
        if (next.value.finishReason === 'length')
          throw new AppError('OUTPUT_TRUNCATED', { max: next.value.maxOutputTokens });
        return text;
      }
      if (next.value.type === 'tool-call') denied(next.value.name);
      if (next.value.type !== 'text') continue;
      text += next.value.text;
      if (text.length > longestAnswer) throw failed(prompt, 'it is too long');
      // Of an answer that comes as a whole nobody sees it grow.
      if (!request.whole) yield* partial.add(next.value.text);
    }
  } finally {
    // Also when the reader leaves: the call ends and is billed by what came.
    await parts.return(undefined as never);
  }
}

/** What was shown becomes what the schema made of it, as far as that is plain data. */
function settle(partial: PartialObject, checked: { output: unknown; raw: unknown }): EnginePart[] {
  const output = JSON.stringify(checked.output) as string | undefined;
  return partial.settle(output === undefined ? checked.raw : (JSON.parse(output) as unknown));
}

function failed(prompt: string, problem: string): AppError {
  return new AppError('OUTPUT_SCHEMA', { capability: prompt }, { cause: problem });
}

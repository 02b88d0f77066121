import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from 'tributary/sdk';
import { estimateTokens } from '../context/estimate-tokens.js';
import { benignAnswer } from './benign.js';
import { streamLocally, usageOf } from './local-answer.js';
import { type ChatChunk, type ChatProvider, type ChatRequest, ProviderFailure } from './provider.js';
import { type Script, type ScriptedAnswer, scriptForm } from './script.js';

/**
 * A model for tests that says what its script tells it, faults included. Without a script, or where no answer of it
 * fits, it answers as the benign one does.
 * @param script the script, or the path of a file with it
 * @throws AppError `CONFIG_INVALID`
 */
export async function scriptedModel(
  model: string,
  script: string | Script | undefined,
): Promise<ChatProvider> {
  const { answers } = typeof script === 'string' ? await readScript(script) : (script ?? { answers: [] });
  const patterns = answers.map(({ when }) => (when === undefined ? null : new RegExp(when, 'iu')));
  const given = answers.map(() => 0);
  const next = (prompt: string): ScriptedAnswer | null => {
    const fitting = answers.map((_, at) => at).filter((at) => patterns[at]?.test(prompt) ?? true);
    const at = fitting.find((one) => (given[one] ?? 0) < (answers[one]?.times ?? 1)) ?? fitting.at(-1);
    if (at === undefined) return null;
    given[at] = (given[at] ?? 0) + 1;
    return answers[at] ?? null;
  };
  return {
    name: 'scripted',
    model,
    structured: 'schema',
    stream(request, signal) {
      const answer = next(request.messages.map(({ content }) => content).join('\n\n'));
      return answer
        ? play(answer, request, model, signal)
        : streamLocally(request, model, benignAnswer(request), signal);
    },
  };
}

async function* play(
  answer: ScriptedAnswer,
  request: ChatRequest,
  model: string,
  signal: AbortSignal,
): AsyncGenerator<ChatChunk> {
  signal.throwIfAborted();
  const { refuse, breakAfter = Infinity, hangAfter = Infinity } = answer;
  if (refuse) throw new ProviderFailure(refuse);
  const parts = [...answer.parts, ...('object' in answer ? [JSON.stringify(answer.object)] : [])];
  let outputTokens = 0;
  let calls = 0;
  for (const [at, part] of parts.entries()) {
    await faultAt(at, breakAfter, hangAfter, signal);
    if (typeof part === 'string') {
      outputTokens += estimateTokens(part);
      yield { type: 'text', text: part };
    } else if ('delayMs' in part) await wait(part.delayMs, undefined, { signal });
    else {
      calls += 1;
      yield {
        type: 'tool-call',
        id: `call-${calls}`,
        name: part.toolCall.name,
        arguments: part.toolCall.arguments,
      };
    }
    signal.throwIfAborted();
  }
  await faultAt(parts.length, breakAfter, hangAfter, signal);
  yield { type: 'usage', usage: { ...usageOf(request, outputTokens), ...answer.usage } };
  const reason = answer.finish ?? (calls > 0 ? 'tool-calls' : 'stop');
  yield { type: 'finish', reason, responseId: null, model };
}

async function faultAt(
  at: number,
  breakAfter: number,
  hangAfter: number,
  signal: AbortSignal,
): Promise<void> {
  if (at >= breakAfter) throw new ProviderFailure({ class: 'interrupted' });
  if (at < hangAfter) return;
  // Until whoever asked has had enough.
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  signal.throwIfAborted();
}

async function readScript(path: string): Promise<Script> {
  const invalid = (reason: string, cause?: unknown) =>
    new AppError('CONFIG_INVALID', { key: 'MODELS', reason: `the script ${path}: ${reason}` }, { cause });
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    throw invalid('it cannot be read as JSON', cause);
  }
  const script = scriptForm.safeParse(content);
  if (script.success) return script.data;
  const [issue] = script.error.issues;
  throw invalid(`${issue?.path.join('.')}: ${issue?.message}`);
}

import { AppError, type RunsService } from 'tributary/sdk';
import type { EarlierTurn } from './engine/standalone-question.js';

/** The turns before a question: those that were sent, then that of the run it follows. Throws `NOT_FOUND`. */
export async function earlierTurns(
  { previous, previousRunId }: { previous: readonly EarlierTurn[] | null; previousRunId: string | null },
  runs: RunsService,
): Promise<EarlierTurn[]> {
  const sent = [...(previous ?? [])];
  if (previousRunId === null) return sent;
  const [run] = await runs.find([previousRunId]);
  const question = (run?.input as { question?: unknown } | undefined)?.question;
  if (!run || typeof question !== 'string')
    throw new AppError('NOT_FOUND', { thing: 'The run that is followed' });
  const { result } = run;
  const output =
    result && 'output' in result ? (result.output as { standaloneQuestion?: unknown } | null) : null;
  const understood = output?.standaloneQuestion;
  const answer = result?.type === 'Answer' ? (result.text ?? '') : '';
  return [...sent, { question: typeof understood === 'string' ? understood : question, answer }];
}

import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from 'tributary/sdk';
import { type FailureClass, ProviderFailure } from '../providers/provider.js';
import { type AskedText, abandonedAll } from './asked-text.js';
import { attempt } from './attempt.js';
import type { EmbeddingBills, EmbeddingTarget } from './target.js';

const mostAttempts = 3;
const firstPauseMs = 200;
/** Who asks to wait longer than this is not waited for. */
const longestPauseMs = 20_000;

/** Worth another attempt at the same target. */
const passing: ReadonlySet<FailureClass> = new Set([
  'rate-limit',
  'overloaded',
  'timeout',
  'connection',
  'interrupted',
]);
/** What one text can bring upon all that travel with it. */
const ofOneText: ReadonlySet<FailureClass> = new Set(['bad-request', 'context-window', 'content-policy']);

export interface AnswerOptions {
  /** Makers of the same vectors, the first asked first. */
  readonly targets: readonly EmbeddingTarget[];
  /** Null: not known yet. */
  readonly dimensions: number | null;
  readonly bills: EmbeddingBills | null;
}

/** Asks for the texts' vectors, three times at most over all targets, and settles every text. */
export async function answerTexts(options: AnswerOptions, texts: readonly AskedText[]): Promise<void> {
  const abandoned = abandonedAll(texts);
  let failed: unknown = null;
  for (let number = 1; number <= mostAttempts; number += 1) {
    const target = options.targets[(number - 1) % options.targets.length];
    if (target === undefined || abandoned.aborted) break;
    const permit = target.circuit.enter(true);
    if (permit === null) {
      failed ??= new ProviderFailure({ class: 'overloaded' });
      if (options.targets.length > 1) continue;
      break;
    }
    try {
      await attempt({ ...options, target, number }, texts, abandoned);
      permit.succeeded();
      return;
    } catch (error) {
      failed = error;
      if (error instanceof ProviderFailure && !ofOneText.has(error.class) && !abandoned.aborted)
        permit.failed();
      else permit.dropped();
      if (!(error instanceof ProviderFailure)) break;
      if (ofOneText.has(error.class) && (await answeredApart(options, texts))) return;
      if (!(await mayTryAgain(error, number, options.targets.length, abandoned))) break;
    }
  }
  const error = failed instanceof AppError ? failed : failure(failed);
  for (const text of texts) text.reject(error);
}

/** What is wrong with one caller's text is not the others' fault. */
async function answeredApart(options: AnswerOptions, texts: readonly AskedText[]): Promise<boolean> {
  const byAsker = Map.groupBy(texts, ({ asker }) => asker);
  if (byAsker.size === 1) return false;
  await Promise.all([...byAsker.values()].map((own) => answerTexts(options, own)));
  return true;
}

async function mayTryAgain(
  { class: kind, retryAfterMs }: ProviderFailure,
  number: number,
  targets: number,
  abandoned: AbortSignal,
): Promise<boolean> {
  if (number === mostAttempts) return false;
  // Another target is asked at once, until all have been.
  if (number < targets) return true;
  if (!passing.has(kind)) return false;
  const pauseMs = retryAfterMs ?? firstPauseMs * 2 ** (number - 1) * (0.5 + Math.random() / 2);
  if (pauseMs > longestPauseMs) return false;
  return wait(pauseMs, true, { signal: abandoned }).catch(() => false);
}

function failure(cause: unknown): AppError {
  const kind = cause instanceof ProviderFailure ? cause.class : 'no answer';
  const retryable = cause instanceof ProviderFailure && passing.has(cause.class);
  return new AppError(
    'MODEL_FAILED',
    { reason: `the embedding model failed: ${kind}` },
    { cause, retryable },
  );
}

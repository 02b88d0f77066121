import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { Breaker } from './breaker.js';
import { type ChatRequest, streamChat, type TokenCount } from './chat-model.js';
import type { ModelSettings } from './models-file.js';
import type { ModelCaller } from './port.js';
import { costAtMost, costOf } from './pricing.js';

/** A model with the breaker that all its callers share. */
export interface GuardedModel {
  settings: ModelSettings;
  breaker: Breaker;
}

/** How often one provider is asked before the next one is. */
const tries = 2;
const firstPauseMs = 250;

/**
 * One answer, streamed: from the first model of the list that answers, each tried twice. Once a part was passed on
 * nothing is tried again.
 * @throws AppError `MODEL_FAILED`, `STREAM_INTERRUPTED`, `BUDGET_EXCEEDED`
 */
export async function* callModel(
  models: readonly GuardedModel[],
  request: ChatRequest,
  caller: ModelCaller,
): AsyncGenerator<string, void> {
  let last: unknown = null;
  const awake = models.filter(({ breaker }) => !breaker.isOpen);
  for (const model of awake) {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      if (attempt > 0) await pause(firstPauseMs, undefined, { signal: caller.signal });
      const stream = attemptCall(model, request, caller);
      try {
        return yield* stream;
      } catch (error) {
        last = error;
        if (!(error instanceof NothingSaid)) throw error;
        if (!error.isTransient) break;
      }
    }
  }
  const cause = last instanceof NothingSaid ? last.cause : last;
  const reason = awake.length === 0 ? 'it failed too often and rests' : reasonOf(cause);
  throw new AppError('MODEL_FAILED', { reason }, { cause });
}

/** A call that failed before its first part: another one may be tried. */
class NothingSaid {
  constructor(
    readonly cause: unknown,
    readonly isTransient: boolean,
  ) {}
}

async function* attemptCall(
  { settings, breaker }: GuardedModel,
  request: ChatRequest,
  caller: ModelCaller,
): AsyncGenerator<string, void> {
  const bytes = Buffer.byteLength(JSON.stringify(request.messages));
  // No tokeniser makes more tokens of a text than it has bytes.
  const call = { id: newId(), startedAt: performance.now() };
  const price = await caller.price({ provider: settings.provider, model: settings.model });
  await caller.reserve(call.id, price ? costAtMost(price, bytes, request.maxOutputTokens) : 0n);
  const stream = streamChat(settings, request, caller.signal);
  let said = '';
  try {
    for (;;) {
      const next = await stream.next();
      if (next.done) {
        breaker.succeeded();
        await used(settings, caller, call, next.value);
        return;
      }
      said += next.value;
      yield next.value;
    }
  } catch (error) {
    if (caller.signal.aborted) throw caller.signal.reason;
    breaker.failed();
    if (said === '') throw new NothingSaid(error, isTransient(error));
    await used(settings, caller, call, null);
    throw new AppError('STREAM_INTERRUPTED', {}, { cause: error });
  } finally {
    await stream.return(null);
  }
}

/** Without the provider's count the price is not known, and what was reserved is taken for it. */
async function used(
  settings: ModelSettings,
  caller: ModelCaller,
  call: { id: string; startedAt: number },
  count: TokenCount | null,
): Promise<void> {
  const { provider, model, alias } = settings;
  const usage = {
    inputTokens: count?.inputTokens ?? 0,
    outputTokens: count?.outputTokens ?? 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
  };
  const price = count ? await caller.price({ provider, model }) : null;
  await caller.used({
    id: call.id,
    operation: 'chat',
    alias,
    target: alias,
    provider,
    model,
    attempt: 1,
    promptVersion: null,
    usage,
    counted: count ? 'PROVIDER' : 'ESTIMATED',
    nanoUsd: price ? costOf(price, usage) : null,
    outcome: count ? 'ok' : 'interrupted',
    durationMs: performance.now() - call.startedAt,
  });
}

function statusOf(error: unknown): number | null {
  if (error instanceof AppError) return null;
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;
}

/** Overload, a fault of the provider, or no connection; not a request that it refuses. */
function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  return status === null || status === 408 || status === 429 || status >= 500;
}

/** What a caller may know: never the provider's own words, which can hold the prompt. */
function reasonOf(error: unknown): string {
  const status = statusOf(error);
  if (status !== null) return `it answered ${status}`;
  if (error instanceof AppError && error.code === 'TIMEOUT') return 'it did not answer in time';
  return error instanceof DOMException && error.name === 'TimeoutError'
    ? 'it did not answer in time'
    : 'no answer';
}

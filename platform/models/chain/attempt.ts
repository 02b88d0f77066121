import { AppError } from 'tributary/sdk';
import type { TokenUsage } from '#platform';
import { type ChatChunk, ProviderFailure } from '../providers/provider.js';
import { type Asked, AttemptRecord } from './attempt-record.js';
import { AttemptWatch, type Limits } from './attempt-watch.js';
import type { Permit } from './circuit.js';
import { failureOf, isOfTarget, mayBeBilled } from './failure.js';

export type AttemptPart = Extract<ChatChunk, { type: 'text' | 'tool-call' }>;

export interface AttemptEnd {
  readonly said: string;
  readonly finishReason: 'stop' | 'length' | 'tool-calls';
  readonly usage: TokenUsage;
}

type Finish = Extract<ChatChunk, { type: 'finish' }>;

/**
 * Asks one target once. The permit, the money and the span end with it, however it ends: well, by a failure, by the
 * caller's signal, or by a reader who leaves.
 * @throws ProviderFailure; AppError `BUDGET_EXCEEDED` before anything was asked, `TIMEOUT`; the reason of the caller's signal
 */
export async function* attempt(
  asked: Asked,
  permit: Permit,
  limits: Limits & { readonly isOfCaller: boolean },
): AsyncGenerator<AttemptPart, AttemptEnd> {
  const record = new AttemptRecord(asked);
  const provider = await prepared(asked, record, permit);
  const watch = new AttemptWatch(limits, asked.caller.signal);
  let chunks: AsyncIterator<ChatChunk> | null = null;
  let outcome: { failure: ProviderFailure | null } | null = null;
  try {
    watch.check();
    chunks = provider.stream(asked.request, watch.signal, record.traceparent)[Symbol.asyncIterator]();
    const finish = yield* parts(chunks, watch, record, permit);
    outcome = { failure: null };
    const { reason, responseId, model } = finish;
    record.finished({
      finishReason: reason,
      ...(responseId === null ? {} : { responseId }),
      ...(model === null ? {} : { responseModel: model }),
    });
    if (reason === 'content-filter') throw new ProviderFailure({ class: 'content-policy' });
    if (reason !== 'length' && record.isEmpty) throw new ProviderFailure({ class: 'empty' });
    return { said: record.said, finishReason: reason, usage: record.usage() };
  } catch (error) {
    if (watch.ended === 'caller') throw asked.caller.signal.reason;
    if (watch.ended === 'end' && limits.isOfCaller) throw new AppError('TIMEOUT', {}, { cause: error });
    // Not the target's: a cassette that lacks the exchange.
    if (error instanceof AppError) throw error;
    const failure = watch.ended === null ? failureOf(error) : new ProviderFailure({ class: 'timeout' });
    if (chunks) outcome = { failure };
    asked.target.respite.hear(failure);
    throw failure;
  } finally {
    watch.close(outcome?.failure === null);
    // A provider that hangs does not answer this either.
    void Promise.resolve(chunks?.return?.()).catch(() => undefined);
    await settle(record, permit, outcome, chunks !== null);
  }
}

async function prepared({ target }: Asked, record: AttemptRecord, permit: Permit) {
  try {
    const provider = await target.provider();
    await record.reserve();
    return provider;
  } catch (error) {
    permit.dropped();
    record.refused(error instanceof AppError ? error.code : 'INTERNAL');
    throw error;
  }
}

async function* parts(
  chunks: AsyncIterator<ChatChunk>,
  watch: AttemptWatch,
  record: AttemptRecord,
  permit: Permit,
): AsyncGenerator<AttemptPart, Finish> {
  for (;;) {
    const next = await watch.next(chunks.next());
    if (next.done) throw new ProviderFailure({ class: 'interrupted' });
    const chunk = next.value;
    if (chunk.type === 'finish') return chunk;
    // What is said last counts, as for those who count as they go.
    if (chunk.type === 'usage') record.counted(chunk.usage);
    if (chunk.type === 'usage' || (chunk.type === 'text' && chunk.text === '')) continue;
    watch.begun();
    permit.answered();
    record.received(chunk.type === 'text' ? chunk.text : '');
    yield chunk;
  }
}

/** Without an outcome the caller or the reader left, or had no time: that says nothing about the target. */
async function settle(
  record: AttemptRecord,
  permit: Permit,
  outcome: { failure: ProviderFailure | null } | null,
  wasAsked: boolean,
): Promise<void> {
  if (outcome?.failure === null) permit.succeeded();
  else if (outcome && isOfTarget(outcome.failure)) permit.failed();
  else {
    // A refused request counts neither way, but who refuses is awake.
    if (outcome) permit.answered();
    permit.dropped();
  }
  if (outcome === null) return record.end('cancelled', wasAsked);
  await record.end(outcome.failure?.class ?? 'ok', outcome.failure === null || mayBeBilled(outcome.failure));
}

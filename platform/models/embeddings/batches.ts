import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { EmbedRequest, ModelCall, TokenUsage } from '#platform';
import { costAtMost, costOf } from '../pricing.js';
import { BatchClient, type BatchOutcome } from './batch-client.js';
import { checkedVectors } from './checked-vectors.js';
import type { BatchEndpoint, EmbeddingBills, EmbeddingTarget, Payer } from './target.js';

/** So much of it is lost at most if the process dies while a batch is worked off. */
const mostTexts = 2_000;

interface BatchRequest extends Pick<EmbedRequest, 'signal' | 'span'> {
  readonly payer: Payer;
  readonly unhurried: NonNullable<EmbedRequest['unhurried']>;
  readonly dimensions: number | null;
}

/**
 * Vectors by the provider's batch endpoint: half the price, within a day. Null when it cannot do it: then the ordinary
 * endpoint is asked. What `progress` throws, and the signal's end, cancel the batch there as well.
 */
export async function embedInBatches(
  target: EmbeddingTarget,
  endpoint: BatchEndpoint,
  bills: EmbeddingBills | null,
  texts: readonly string[],
  request: BatchRequest,
): Promise<number[][] | null> {
  const vectors: number[][] = [];
  for (let from = 0; from < texts.length; from += mostTexts) {
    const part = texts.slice(from, from + mostTexts);
    const made = await embedOne(target, endpoint, bills, part, request, from);
    if (made === null) return null;
    vectors.push(...made);
  }
  return vectors;
}

async function embedOne(
  target: EmbeddingTarget,
  endpoint: BatchEndpoint,
  bills: EmbeddingBills | null,
  texts: readonly string[],
  { payer, unhurried, signal, span, dimensions }: BatchRequest,
  before: number,
): Promise<number[][] | null> {
  const callId = newId();
  const price = (await bills?.price(payer.context, target)) ?? null;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (price) await bills?.reserve(payer, callId, costAtMost(price, bytes, 0));
  const { name, provider, model } = target;
  const ofCall = { target: name, provider, model, attempt: 1 };
  const open = span?.begin('embeddings', `embeddings ${model}`, { ...ofCall, texts: texts.length });
  const began = performance.now();
  let outcome = 'ok';
  let usage: TokenUsage = noTokens;
  try {
    const client = new BatchClient(target, endpoint, signal);
    const answer: BatchOutcome = await client.run(texts, (done) => unhurried.progress(before + done));
    usage = { ...noTokens, inputTokens: answer.inputTokens };
    return checkedVectors(answer.vectors, texts.length, dimensions ?? target.dimensions);
  } catch (error) {
    outcome = signal.aborted ? 'cancelled' : 'batch';
    if (signal.aborted) throw signal.reason;
    // What was thrown to cancel it; everything else is the endpoint's, and the ordinary one may do better.
    if (error instanceof AppError) throw error;
    return null;
  } finally {
    const call: ModelCall = {
      ...ofCall,
      id: callId,
      operation: 'embeddings',
      alias: 'embed',
      promptVersion: null,
      usage,
      counted: 'PROVIDER',
      // Batches cost half of what the price says.
      nanoUsd: price ? (costOf(price, usage) + 1n) / 2n : null,
      outcome,
      durationMs: performance.now() - began,
    };
    open?.set({ usage, nanoUsd: call.nanoUsd?.toString() ?? null, outcome });
    open?.end(outcome === 'ok' ? null : outcome);
    await bills?.used(payer, call);
  }
}

const noTokens: TokenUsage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

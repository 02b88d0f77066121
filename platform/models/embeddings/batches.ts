import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { EmbedRequest, ModelCall, TokenUsage } from '#platform';
import { costAtMost, costOf } from '../pricing.js';
import type { BatchEndpoint, EmbeddingBills, EmbeddingTarget, Payer } from './target.js';

/** So much of it is lost at most if the process dies while a batch is worked off. */
const mostTexts = 2_000;

interface BatchRequest extends Pick<EmbedRequest, 'signal' | 'span'> {
  readonly payer: Payer;
  readonly unhurried: NonNullable<EmbedRequest['unhurried']>;
  readonly dimensions: number | null;
}

/**
 * Vectors by the provider's batch endpoint: half the price, within a day. Null for each text of which it made none: then
 * the ordinary endpoint is asked. What `progress` throws, and the signal's end, cancel the batch there as well.
 */
export async function embedInBatches(
  target: EmbeddingTarget,
  endpoint: BatchEndpoint,
  bills: EmbeddingBills | null,
  texts: readonly string[],
  request: BatchRequest,
): Promise<(number[] | null)[]> {
  const vectors: (number[] | null)[] = [];
  for (let from = 0; from < texts.length; from += mostTexts) {
    const part = texts.slice(from, from + mostTexts);
    const made = await embedOne(target, endpoint, bills, part, request, from);
    vectors.push(...made);
    // An endpoint that did nothing would do nothing with the next part either.
    if (made.every((vector) => vector === null))
      return [...vectors, ...texts.slice(vectors.length).map(() => null)];
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
): Promise<(number[] | null)[]> {
  const callId = newId();
  const price = (await bills?.price(payer.context, target)) ?? null;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (price) await bills?.reserve(payer, callId, costAtMost(price, bytes, 0));
  const { name, provider, model } = target;
  const ofCall = { target: name, provider, model, attempt: 1 };
  const open = span?.begin('embeddings', `embeddings ${model}`, { ...ofCall, texts: texts.length });
  const began = performance.now();
  let outcome = 'ok';
  // Loaded when it is first used: not by who only searches.
  const { BatchClient } = await import('./batch-client.js');
  const client = new BatchClient(target, endpoint, signal);
  let counted: number | null = null;
  try {
    const answer = await client.run(texts, (done) => unhurried.progress(before + done));
    counted = answer.inputTokens;
    const wanted = dimensions ?? target.dimensions;
    const isWanted = (vector: number[] | null) => wanted === null || vector?.length === wanted;
    return answer.vectors.map((vector) => (isWanted(vector) ? vector : null));
  } catch (error) {
    outcome = signal.aborted ? 'cancelled' : 'batch';
    if (signal.aborted) throw signal.reason;
    // What was thrown to cancel it; everything else is the endpoint's, and the ordinary one may do better.
    if (error instanceof AppError) throw error;
    return texts.map(() => null);
  } finally {
    // Of what was begun and not answered the provider bills what it had worked off.
    const usage = { ...noTokens, inputTokens: counted ?? Math.ceil((client.done * bytes) / 4) };
    const call: ModelCall = {
      ...ofCall,
      id: callId,
      operation: 'embeddings',
      alias: 'embed',
      promptVersion: null,
      usage,
      counted: counted === null ? 'ESTIMATED' : 'PROVIDER',
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

import { AppError } from 'tributary/sdk';
import { v7 as newId } from 'uuid';
import type { ModelCall, Price, TokenUsage } from '#platform';
import { costAtMost, costOf } from '../pricing.js';
import { ProviderFailure } from '../providers/provider.js';
import type { AnswerOptions } from './answer-texts.js';
import type { AskedText, Asker } from './asked-text.js';
import { checkedVectors } from './checked-vectors.js';
import type { EmbeddingTarget } from './target.js';

/** What a caller's texts are of a request. */
interface Share {
  readonly callId: string;
  readonly asker: Asker;
  readonly texts: readonly AskedText[];
  readonly bytes: number;
  readonly price: Price | null;
}

export interface AttemptOptions extends AnswerOptions {
  readonly target: EmbeddingTarget;
  /** From 1. */
  readonly number: number;
}

/** One request to one target, for all callers whose budgets allow it; each pays its share. @throws ProviderFailure */
export async function attempt(
  options: AttemptOptions,
  texts: readonly AskedText[],
  abandoned: AbortSignal,
): Promise<void> {
  const { target } = options;
  const shares = await admitted(options, texts);
  const asked = shares.flatMap((share) => share.texts);
  if (asked.length === 0) return;
  const spans = shares.map((share) =>
    share.asker.span?.begin('embeddings', `embeddings ${target.model}`, {
      target: target.name,
      provider: target.provider,
      model: target.model,
      attempt: options.number,
      texts: share.texts.length,
    }),
  );
  const began = performance.now();
  let outcome = 'ok';
  let usage: TokenUsage | null = null;
  try {
    const provider = await target.open();
    const signal = AbortSignal.any([abandoned, AbortSignal.timeout(target.timeoutMs)]);
    const answer = await provider.embed(
      asked.map(({ text }) => text),
      signal,
    );
    usage = answer.usage;
    const vectors = checkedVectors(answer.vectors, asked.length, options.dimensions ?? target.dimensions);
    for (const [at, text] of asked.entries()) text.resolve(vectors[at] ?? []);
  } catch (error) {
    const failed = failureOf(error, abandoned);
    outcome = abandoned.aborted ? 'cancelled' : failed instanceof AppError ? failed.code : failed.class;
    throw failed;
  } finally {
    const durationMs = performance.now() - began;
    const calls = callsOf(options, shares, { usage, outcome, durationMs });
    for (const [at, call] of calls.entries()) {
      const span = spans[at];
      span?.set({ usage: call.usage, nanoUsd: call.nanoUsd?.toString() ?? null, outcome });
      span?.end(outcome === 'ok' ? null : outcome);
      const share = shares[at];
      if (share) await options.bills?.used(share.asker.payer, call);
    }
  }
}

/** The callers with room in their budgets; the texts of the others are refused. */
async function admitted({ bills, target }: AttemptOptions, texts: readonly AskedText[]): Promise<Share[]> {
  const shares = await Promise.all(
    [...Map.groupBy(texts, ({ asker }) => asker)].map(async ([asker, own]): Promise<Share | null> => {
      const callId = newId();
      const bytes = own.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
      try {
        const price = (await bills?.price(asker.payer.context, target)) ?? null;
        if (price) await bills?.reserve(asker.payer, callId, costAtMost(price, bytes, 0));
        return { callId, asker, texts: own, bytes, price };
      } catch (error) {
        for (const text of own) text.reject(error);
        return null;
      }
    }),
  );
  return shares.filter((share) => share !== null);
}

/** The request as each caller's own call: its part of the tokens by the length of its texts, none is lost. */
function callsOf(
  { target, number }: AttemptOptions,
  shares: readonly Share[],
  { usage, outcome, durationMs }: { usage: TokenUsage | null; outcome: string; durationMs: number },
): ModelCall[] {
  const bytes = shares.reduce((sum, share) => sum + share.bytes, 0);
  const counted = usage ? ('PROVIDER' as const) : ('ESTIMATED' as const);
  const total = usage?.inputTokens ?? (outcome === 'ok' ? Math.ceil(bytes / 4) : 0);
  let before = 0;
  let given = 0;
  return shares.map(({ callId, bytes: own, price }) => {
    before += own;
    const upTo = Math.round((total * before) / Math.max(1, bytes));
    const inputTokens = upTo - given;
    given = upTo;
    const used = {
      inputTokens,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 0,
      reasoningTokens: 0,
    };
    return {
      id: callId,
      operation: 'embeddings',
      alias: 'embed',
      target: target.name,
      provider: target.provider,
      model: target.model,
      attempt: number,
      promptVersion: null,
      usage: used,
      counted,
      nanoUsd: price ? costOf(price, used) : null,
      outcome,
      durationMs,
    };
  });
}

function failureOf(error: unknown, abandoned: AbortSignal): ProviderFailure | AppError {
  if (error instanceof ProviderFailure || error instanceof AppError) return error;
  const aborted = abandoned.aborted || (error instanceof Error && /abort|timeout/i.test(error.name));
  return new ProviderFailure({ class: aborted ? 'timeout' : 'connection' }, { cause: error });
}

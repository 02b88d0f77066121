import { z } from 'tributary/sdk';
import { type EmbeddingProvider, ProviderFailure } from '../providers/provider.js';
import { brokenTape, type Cassette, type Tape } from './cassette.js';
import { failureForm, recordedFailure, replayedFailure } from './recorded-failure.js';

const exchangeForm = z.union([
  z.object({ vector: z.array(z.number()), inputTokens: z.int().nonnegative().nullable() }),
  z.object({ failure: failureForm }),
]);
type Exchange = z.infer<typeof exchangeForm>;

/** What of a provider is known without opening it. */
export interface EmbeddingFacts extends Pick<EmbeddingProvider, 'name' | 'model' | 'batchSize'> {
  readonly dimensions: number | null;
}

/** Plays back vectors. Each text has a file of its own, for which texts come together is chance. */
export function replayEmbeddings(facts: EmbeddingFacts, cassette: Cassette): EmbeddingProvider {
  const { name, model, batchSize } = facts;
  return {
    name,
    model,
    batchSize,
    async embed(texts, signal) {
      signal.throwIfAborted();
      const vectors: number[][] = [];
      let inputTokens: number | null = 0;
      for (const text of texts) {
        const exchange = await nextExchange(cassette, tapeOf(facts, cassette, text));
        if ('failure' in exchange) throw replayedFailure(exchange.failure);
        vectors.push(exchange.vector);
        inputTokens =
          inputTokens === null || exchange.inputTokens === null ? null : inputTokens + exchange.inputTokens;
      }
      const none = { cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 };
      return { vectors, usage: inputTokens === null ? null : { inputTokens, ...none } };
    },
  };
}

/** Asks the provider, and records the vector of each text. */
export function recordEmbeddings(
  provider: EmbeddingProvider,
  dimensions: number | null,
  cassette: Cassette,
): EmbeddingProvider {
  const { name, model, batchSize } = provider;
  const record = async (texts: readonly string[], exchangeOf: (at: number) => Exchange) => {
    for (const [at, text] of texts.entries()) {
      await cassette.add(tapeOf({ name, model, batchSize, dimensions }, cassette, text), exchangeOf(at));
    }
  };
  return {
    name,
    model,
    batchSize,
    async embed(texts, signal) {
      try {
        const answer = await provider.embed(texts, signal);
        const { vectors, usage } = answer;
        await record(texts, (at) => ({
          vector: vectors[at] ?? [],
          inputTokens: usage && share(usage.inputTokens, at, texts.length),
        }));
        return answer;
      } catch (error) {
        if (error instanceof ProviderFailure && !signal.aborted) {
          await record(texts, () => ({ failure: recordedFailure(error) }));
        }
        throw error;
      }
    },
  };
}

/** The part of one text of what the batch used; the parts add up to it. */
const share = (tokens: number, at: number, count: number) =>
  Math.floor(((at + 1) * tokens) / count) - Math.floor((at * tokens) / count);

function tapeOf({ name, model, dimensions }: EmbeddingFacts, cassette: Cassette, text: string): Tape {
  return cassette.tape('embeddings', model, { provider: name, dimensions, text });
}

async function nextExchange(cassette: Cassette, tape: Tape): Promise<Exchange> {
  const exchange = exchangeForm.safeParse(await cassette.next(tape));
  if (exchange.success) return exchange.data;
  throw brokenTape(tape.file, exchange.error);
}

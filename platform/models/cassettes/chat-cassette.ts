import { z } from 'tributary/sdk';
import { withoutCanary } from '../context/canary-lines.js';
import {
  type ChatChunk,
  type ChatProvider,
  type ChatRequest,
  ProviderFailure,
} from '../providers/provider.js';
import { brokenTape, type Cassette, type Tape } from './cassette.js';
import { failureForm, recordedFailure, replayedFailure } from './recorded-failure.js';

const count = z.int().nonnegative();
const chunkForm = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('tool-call'), id: z.string(), name: z.string(), arguments: z.unknown() }),
  z.object({
    type: z.literal('usage'),
    usage: z.object({
      inputTokens: count,
      cacheReadTokens: count,
      cacheWriteTokens: count,
      outputTokens: count,
      reasoningTokens: count,
    }),
  }),
  z.object({
    type: z.literal('finish'),
    reason: z.enum(['stop', 'length', 'content-filter', 'tool-calls']),
    responseId: z.string().nullable(),
    model: z.string().nullable(),
  }),
]);
const exchangeForm = z.object({ chunks: z.array(chunkForm), failure: failureForm.optional() });

/** What of a provider is known without opening it. */
export type ChatFacts = Pick<ChatProvider, 'name' | 'model' | 'structured'>;

/** Plays back what a provider said, chunk by chunk and with its failures; nothing is sent. */
export function replayChat(facts: ChatFacts, cassette: Cassette): ChatProvider {
  return {
    ...facts,
    async *stream(request, signal) {
      const { chunks, failure } = await nextExchange(cassette, tapeOf(facts, cassette, request));
      for (const chunk of chunks) {
        signal.throwIfAborted();
        yield chunk;
      }
      if (failure) throw replayedFailure(failure);
    },
  };
}

/** Asks the provider, and records what it said. An answer that nobody waited for is not recorded. */
export function recordChat(provider: ChatProvider, cassette: Cassette): ChatProvider {
  return {
    name: provider.name,
    model: provider.model,
    structured: provider.structured,
    async *stream(request, signal, traceparent) {
      const tape = tapeOf(provider, cassette, request);
      const chunks: ChatChunk[] = [];
      try {
        for await (const chunk of provider.stream(request, signal, traceparent)) {
          chunks.push(chunk);
          // Whoever has seen the end reads no further.
          if (chunk.type === 'finish')
            await cassette.add(tape, { chunks: withoutSplitSecrets(chunks, cassette) });
          yield chunk;
        }
      } catch (error) {
        if (error instanceof ProviderFailure && !signal.aborted) {
          const whole = withoutSplitSecrets(chunks, cassette);
          await cassette.add(tape, { chunks: whole, failure: recordedFailure(error) });
        }
        throw error;
      }
    },
  };
}

/** A secret that came in pieces is in no piece: then the text is recorded as one. */
function withoutSplitSecrets(chunks: readonly ChatChunk[], { scrub }: Cassette): readonly ChatChunk[] {
  const texts = chunks.flatMap((chunk) => (chunk.type === 'text' ? [chunk.text] : []));
  const text = String(scrub(texts.join('')));
  if (text === texts.map(scrub).join('')) return chunks;
  const others = chunks.filter(({ type }) => type !== 'text');
  return [{ type: 'text', text }, ...others];
}

/** All that the answer depends on; not what only this call has, such as the trace that it belongs to. */
function tapeOf({ name, model }: ChatFacts, cassette: Cassette, request: ChatRequest): Tape {
  const { maxOutputTokens, temperature, seed, schema, tools } = request;
  const messages = withoutCanary(request.messages);
  const asked = { provider: name, messages, maxOutputTokens, temperature, seed, schema, tools };
  return cassette.tape('chat', model, asked);
}

async function nextExchange(cassette: Cassette, tape: Tape): Promise<z.infer<typeof exchangeForm>> {
  const exchange = exchangeForm.safeParse(await cassette.next(tape));
  if (exchange.success) return exchange.data;
  throw brokenTape(tape.file, exchange.error);
}

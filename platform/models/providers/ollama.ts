import { ChatOllama } from '@langchain/ollama';
import { chatAnswer } from './chat-answer.js';
import { functionTool, langChainMessages } from './chat-messages.js';
import { OllamaProtocol } from './ollama-protocol.js';
import type { ChatChunk, ChatProvider, ChatRequest } from './provider.js';
import { ollamaUrl, type ProviderSettings, parametersOf, temperatureOf } from './settings.js';
import { targetHeaders } from './target-headers.js';
import { Wire } from './wire.js';
import { WireCall } from './wire-call.js';

/** A server of Ollama, by its own protocol. */
export class OllamaChat implements ChatProvider {
  readonly name = 'ollama';
  readonly model: string;
  readonly structured: 'schema' | 'object' | 'none';
  readonly #settings: ProviderSettings;
  readonly #wire: Wire;

  constructor(settings: ProviderSettings) {
    this.model = settings.model;
    this.structured = settings.structured ?? 'schema';
    this.#settings = settings;
    this.#wire = new Wire(settings.timeouts.connectMs);
  }

  async *stream(request: ChatRequest, signal: AbortSignal, traceparent?: string): AsyncGenerator<ChatChunk> {
    signal.throwIfAborted();
    const protocol = new OllamaProtocol();
    const headers = targetHeaders(this.#settings, { traceparent });
    const { maxOutputTokens } = request;
    const call = new WireCall(this.#wire, protocol, { headers, maxOutputTokens }, signal);
    try {
      const model = this.#langChain(request, call);
      const messages = langChainMessages(request.messages);
      const tools = (request.tools ?? []).map(functionTool);
      const options = tools.length === 0 ? { signal } : { signal, tools };
      yield* chatAnswer(model._streamResponseChunks(messages, options), protocol);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw call.failureOf(error);
    } finally {
      call.close();
    }
  }

  #langChain({ maxOutputTokens, temperature, seed, schema }: ChatRequest, { fetch }: WireCall) {
    const { model, baseUrl = ollamaUrl } = this.#settings;
    const format = this.structured === 'schema' ? schema?.schema : 'json';
    return new ChatOllama({
      ...parametersOf(this.#settings),
      model,
      baseUrl: baseUrl.replace(/\/+$/, ''),
      numPredict: maxOutputTokens,
      maxRetries: 0,
      fetch,
      ...temperatureOf(this.#settings, temperature),
      ...(seed === undefined ? {} : { seed }),
      ...(schema === null || this.structured === 'none' || format === undefined ? {} : { format }),
    });
  }
}

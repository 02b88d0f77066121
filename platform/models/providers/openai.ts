import { ChatOpenAICompletions } from '@langchain/openai';
import { chatAnswer } from './chat-answer.js';
import { functionTool, langChainMessages } from './chat-messages.js';
import { isStrict } from './closed-schema.js';
import { OpenAIProtocol } from './openai-protocol.js';
import type { ChatChunk, ChatProvider, ChatRequest } from './provider.js';
import { openaiUrl, type ProviderSettings, parametersOf, temperatureOf } from './settings.js';
import { targetHeaders } from './target-headers.js';
import { Wire } from './wire.js';
import { WireCall } from './wire-call.js';

/** Whatever speaks the protocol of OpenAI's chat completions: OpenAI, Azure, vLLM, llama.cpp, LM Studio and more. */
export class OpenAIChat implements ChatProvider {
  readonly name = 'openai';
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
    const protocol = new OpenAIProtocol();
    const headers = targetHeaders(this.#settings, { traceparent });
    const { maxOutputTokens } = request;
    const call = new WireCall(this.#wire, protocol, { headers, maxOutputTokens }, signal);
    try {
      const model = this.#langChain(request, call);
      const messages = langChainMessages(request.messages);
      const options = { signal, ...this.#options(request) };
      // Not its `stream`: that would tell the environment's tracers of the prompt.
      yield* chatAnswer(model._streamResponseChunks(messages, options), protocol);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw call.failureOf(error);
    } finally {
      call.close();
    }
  }

  #langChain({ maxOutputTokens, temperature }: ChatRequest, { fetch }: WireCall) {
    const { model, baseUrl = openaiUrl, query = {} } = this.#settings;
    return new ChatOpenAICompletions({
      model,
      // Its client insists on a key; the one that is sent is put on by the wire.
      apiKey: 'none',
      maxTokens: maxOutputTokens,
      maxRetries: 0,
      streamUsage: true,
      modelKwargs: parametersOf(this.#settings),
      ...temperatureOf(this.#settings, temperature),
      configuration: {
        baseURL: baseUrl.replace(/\/+$/, ''),
        organization: null,
        project: null,
        maxRetries: 0,
        // Its log would hold prompts, and is switched on by the environment.
        logLevel: 'off' as const,
        fetch,
        defaultQuery: { ...query },
      },
    });
  }

  #options({ schema, tools = [], seed }: ChatRequest) {
    return {
      ...(seed === undefined ? {} : { seed }),
      ...(tools.length === 0 ? {} : { tools: tools.map(functionTool) }),
      ...(schema === null || this.structured === 'none' ? {} : { response_format: this.#format(schema) }),
    };
  }

  #format({ name, schema }: NonNullable<ChatRequest['schema']>) {
    if (this.structured === 'object') return { type: 'json_object' as const };
    const strict = isStrict(schema);
    return { type: 'json_schema' as const, json_schema: { name, schema: { ...schema }, strict } };
  }
}

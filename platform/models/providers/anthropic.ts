import { ChatAnthropic } from '@langchain/anthropic';
import { AnthropicProtocol } from './anthropic-protocol.js';
import { chatAnswer } from './chat-answer.js';
import { langChainMessages } from './chat-messages.js';
import { closedSchema } from './closed-schema.js';
import type { ChatChunk, ChatProvider, ChatRequest } from './provider.js';
import { anthropicUrl, type ProviderSettings, parametersOf, temperatureOf } from './settings.js';
import { targetHeaders } from './target-headers.js';
import { Wire } from './wire.js';
import { WireCall } from './wire-call.js';

/** Anthropic's messages. */
export class AnthropicChat implements ChatProvider {
  readonly name = 'anthropic';
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
    const protocol = new AnthropicProtocol();
    const headers = targetHeaders(this.#settings, { traceparent, keyHeader: 'x-api-key' });
    const { maxOutputTokens } = request;
    const call = new WireCall(this.#wire, protocol, { headers, maxOutputTokens }, signal);
    try {
      const model = this.#langChain(request, call);
      const messages = langChainMessages(request.messages);
      const { answerTool, ...form } = this.#form(request, model.profile.structuredOutput === true);
      const chunks = model._streamResponseChunks(messages, { signal, ...form });
      yield* chatAnswer(chunks, protocol, answerTool);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw call.failureOf(error);
    } finally {
      call.close();
    }
  }

  #langChain({ maxOutputTokens, temperature }: ChatRequest, { fetch }: WireCall) {
    const { model, baseUrl = anthropicUrl, query = {} } = this.#settings;
    return new ChatAnthropic({
      model,
      // Its client insists on a key; the one that is sent is put on by the wire.
      apiKey: 'none',
      anthropicApiUrl: baseUrl.replace(/\/+$/, ''),
      maxTokens: maxOutputTokens,
      maxRetries: 0,
      invocationKwargs: parametersOf(this.#settings),
      ...temperatureOf(this.#settings, temperature),
      clientOptions: {
        authToken: null,
        maxRetries: 0,
        // Its log would hold prompts, and is switched on by the environment.
        logLevel: 'off' as const,
        fetch,
        defaultQuery: { ...query },
      },
    });
  }

  /** Newer models are held to a schema as they write; the others fill in a tool, whose arguments are the answer. */
  #form({ schema, tools = [] }: ChatRequest, knowsFormats: boolean) {
    const given = tools.map(({ name, description, parameters }) =>
      anthropicTool(name, description, parameters),
    );
    const none = { answerTool: null, ...(given.length === 0 ? {} : { tools: given }) };
    if (schema === null || this.structured !== 'schema') return none;
    const format = knowsFormats ? closedSchema(schema.schema) : null;
    if (format) {
      return { ...none, outputConfig: { format: { type: 'json_schema' as const, schema: { ...format } } } };
    }
    const answer = anthropicTool(schema.name, 'Gives the answer.', schema.schema);
    const choice = given.length === 0 ? { type: 'tool' as const, name: schema.name } : ('any' as const);
    return { answerTool: schema.name, tools: [...given, answer], tool_choice: choice };
  }
}

function anthropicTool(name: string, description: string, schema: Readonly<Record<string, unknown>>) {
  return { name, description, input_schema: { ...schema, type: 'object' as const } };
}

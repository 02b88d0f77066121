import type { BaseMessage } from '@langchain/core/messages';
import { ChatOpenAICompletions } from '@langchain/openai';
import { functionTool } from './chat-messages.js';
import { isStrict } from './closed-schema.js';
import { OpenAIProtocol } from './openai-protocol.js';
import type { ChatRequest } from './provider.js';
import { openaiUrl, parametersOf, temperatureOf } from './settings.js';
import type { WireCall } from './wire-call.js';
import { type ClientAnswer, WiredChat } from './wired-chat.js';

/** Whatever speaks the protocol of OpenAI's chat completions: OpenAI, Azure, vLLM, llama.cpp, LM Studio and more. */
export class OpenAIChat extends WiredChat {
  readonly name = 'openai';

  protected protocol() {
    return new OpenAIProtocol();
  }

  protected ask(
    request: ChatRequest,
    messages: BaseMessage[],
    call: WireCall,
    signal: AbortSignal,
  ): ClientAnswer {
    const options = { signal, ...this.#options(request) };
    // Not its `stream`: that would tell the environment's tracers of the prompt.
    return { chunks: this.#langChain(request, call)._streamResponseChunks(messages, options) };
  }

  #langChain({ maxOutputTokens, temperature }: ChatRequest, { fetch }: WireCall) {
    const { model, baseUrl = openaiUrl, query = {} } = this.settings;
    return new ChatOpenAICompletions({
      model,
      // Its client insists on a key; the one that is sent is put on by the wire.
      apiKey: 'none',
      maxTokens: maxOutputTokens,
      maxRetries: 0,
      streamUsage: true,
      modelKwargs: parametersOf(this.settings),
      ...temperatureOf(this.settings, temperature),
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

import type { BaseMessage } from '@langchain/core/messages';
import { ChatOllama } from '@langchain/ollama';
import { functionTool } from './chat-messages.js';
import { OllamaProtocol } from './ollama-protocol.js';
import type { ChatRequest } from './provider.js';
import { ollamaUrl, parametersOf, temperatureOf } from './settings.js';
import type { WireCall } from './wire-call.js';
import { type ClientAnswer, WiredChat } from './wired-chat.js';

/** A server of Ollama, by its own protocol. */
export class OllamaChat extends WiredChat {
  readonly name = 'ollama';

  protected protocol() {
    return new OllamaProtocol();
  }

  protected ask(
    request: ChatRequest,
    messages: BaseMessage[],
    call: WireCall,
    signal: AbortSignal,
  ): ClientAnswer {
    const tools = (request.tools ?? []).map(functionTool);
    const options = tools.length === 0 ? { signal } : { signal, tools };
    return { chunks: this.#langChain(request, call)._streamResponseChunks(messages, options) };
  }

  #langChain({ maxOutputTokens, temperature, seed, schema }: ChatRequest, { fetch }: WireCall) {
    const { model, baseUrl = ollamaUrl } = this.settings;
    const format = this.structured === 'schema' ? schema?.schema : 'json';
    return new ChatOllama({
      ...parametersOf(this.settings),
      model,
      baseUrl: baseUrl.replace(/\/+$/, ''),
      numPredict: maxOutputTokens,
      maxRetries: 0,
      fetch,
      ...temperatureOf(this.settings, temperature),
      ...(seed === undefined ? {} : { seed }),
      ...(schema === null || this.structured === 'none' || format === undefined ? {} : { format }),
    });
  }
}

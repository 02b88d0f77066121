import { ChatAnthropic } from '@langchain/anthropic';
import type { BaseMessage } from '@langchain/core/messages';
import { AnthropicProtocol } from './anthropic-protocol.js';
import { closedSchema } from './closed-schema.js';
import type { ChatRequest } from './provider.js';
import { anthropicUrl, parametersOf, temperatureOf } from './settings.js';
import type { WireCall } from './wire-call.js';
import { type ClientAnswer, WiredChat } from './wired-chat.js';

/** Anthropic's messages. */
export class AnthropicChat extends WiredChat {
  readonly name = 'anthropic';
  protected override readonly keyHeader = 'x-api-key';

  protected protocol() {
    return new AnthropicProtocol();
  }

  protected ask(
    request: ChatRequest,
    messages: BaseMessage[],
    call: WireCall,
    signal: AbortSignal,
  ): ClientAnswer {
    const model = this.#langChain(request, call);
    const { answerTool, ...form } = this.#form(request, model.profile.structuredOutput === true);
    return { chunks: model._streamResponseChunks(messages, { signal, ...form }), answerTool };
  }

  #langChain({ maxOutputTokens, temperature }: ChatRequest, { fetch }: WireCall) {
    const { model, baseUrl = anthropicUrl, query = {} } = this.settings;
    return new ChatAnthropic({
      model,
      // Its client insists on a key; the one that is sent is put on by the wire.
      apiKey: 'none',
      anthropicApiUrl: baseUrl.replace(/\/+$/, ''),
      maxTokens: maxOutputTokens,
      maxRetries: 0,
      invocationKwargs: parametersOf(this.settings),
      ...temperatureOf(this.settings, temperature),
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

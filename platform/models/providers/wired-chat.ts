import type { BaseMessage } from '@langchain/core/messages';
import type { ChatGenerationChunk } from '@langchain/core/outputs';
import { chatAnswer } from './chat-answer.js';
import { langChainMessages } from './chat-messages.js';
import type { Protocol } from './protocol.js';
import type { ChatChunk, ChatProvider, ChatRequest } from './provider.js';
import type { ProviderSettings } from './settings.js';
import { targetHeaders } from './target-headers.js';
import { Wire } from './wire.js';
import { WireCall } from './wire-call.js';

/** One answer through a vendor's client, and the tool that is the answer itself, if one had to be used. */
export interface ClientAnswer {
  readonly chunks: AsyncIterable<ChatGenerationChunk>;
  readonly answerTool?: string | null;
}

/** A chat whose protocol LangChain speaks over our wire: each vendor says how its client is asked, all fail alike. */
export abstract class WiredChat implements ChatProvider {
  abstract readonly name: string;
  readonly model: string;
  readonly structured: 'schema' | 'object' | 'none';
  protected readonly settings: ProviderSettings;
  readonly #wire: Wire;
  /** The header that the key goes into, unless the target says otherwise. */
  protected readonly keyHeader: string = 'authorization';

  constructor(settings: ProviderSettings) {
    this.model = settings.model;
    this.structured = settings.structured ?? 'schema';
    this.settings = settings;
    this.#wire = new Wire(settings.timeouts.connectMs);
  }

  protected abstract protocol(): Protocol;
  protected abstract ask(
    request: ChatRequest,
    messages: BaseMessage[],
    call: WireCall,
    signal: AbortSignal,
  ): ClientAnswer;

  async *stream(request: ChatRequest, signal: AbortSignal, traceparent?: string): AsyncGenerator<ChatChunk> {
    signal.throwIfAborted();
    const protocol = this.protocol();
    const headers = targetHeaders(this.settings, { traceparent, keyHeader: this.keyHeader });
    const { maxOutputTokens } = request;
    const call = new WireCall(this.#wire, protocol, { headers, maxOutputTokens }, signal);
    try {
      const { chunks, answerTool } = this.ask(request, langChainMessages(request.messages), call, signal);
      yield* chatAnswer(chunks, protocol, answerTool);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw call.failureOf(error);
    } finally {
      call.close();
    }
  }
}

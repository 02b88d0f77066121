import { JsonLines, type WireEvent } from './event-reader.js';
import { failureInBody, malformed } from './failure.js';
import { isObject, objectOf, Protocol, textOrNull, tokensOrNull } from './protocol.js';

/** Ollama's chat, streamed as JSON lines. */
export class OllamaProtocol extends Protocol {
  readonly mediaType = 'application/x-ndjson';
  readonly reader = new JsonLines();
  readonly write = ({ data }: WireEvent): string => `${data}\n`;

  protected override read(data: string, isRepeated: boolean): boolean {
    const line = objectOf(data);
    if (!('message' in line) && !('done' in line)) throw failureInBody(line) ?? malformed();
    if ('error' in line) throw failureInBody(line) ?? malformed();
    this.facts.model ??= textOrNull(line.model);
    const message = isObject(line.message) ? line.message : {};
    const speaks = Object.entries(message).some(([name, value]) => name !== 'role' && value !== '');
    if (speaks) this.said(isRepeated);
    if (line.done !== true) return false;
    this.facts.finish = line.done_reason === 'length' ? 'length' : 'stop';
    const input = tokensOrNull(line.prompt_eval_count);
    const output = tokensOrNull(line.eval_count);
    if (input !== null || output !== null) {
      this.facts.usage = {
        // It leaves the count out when the whole prompt was in its cache.
        inputTokens: input ?? 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        outputTokens: output ?? 0,
        reasoningTokens: 0,
      };
    }
    this.checkWhole();
    return true;
  }
}

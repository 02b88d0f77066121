import type { EnginePart, ModelTool, ModelToolCall, ModelTurn, ToolExchange } from 'tributary/sdk';
import type { CallEnd, CallPart, ModelCaller } from './port.js';
import type { ChatMessage } from './providers/provider.js';

/** What a model is told of a call that nobody answered. */
const unanswered = 'The call was not made.';

/** The rounds before as messages: what the model asked for, and each answer as a tool's, which is data to it. */
export function messagesOf(exchange: readonly ToolExchange[]): ChatMessage[] {
  return exchange.flatMap(({ calls, text, results }): ChatMessage[] => {
    const contents = new Map(results.map(({ callId, content }) => [callId, content]));
    return [
      { role: 'assistant', content: text, toolCalls: calls },
      ...calls.map(({ id }): ChatMessage => {
        return { role: 'tool', content: contents.get(id) ?? unanswered, toolCallId: id };
      }),
    ];
  });
}

/** What a model says, as it says it, and at its end the tools that it asks for; only those that it was offered. */
export async function* turnOf(
  parts: AsyncGenerator<CallPart, CallEnd>,
  { tools, caller }: { tools: readonly ModelTool[]; caller: ModelCaller },
): AsyncGenerator<EnginePart, ModelTurn> {
  const offered = new Set(tools.map(({ name }) => name));
  const calls: ModelToolCall[] = [];
  let text = '';
  try {
    for (;;) {
      const next = await parts.next();
      if (next.done) {
        const { finishReason } = next.value;
        if (finishReason === 'length') caller.cutOff?.();
        const isOver = finishReason === 'tool-calls' && calls.length === 0;
        return { text, calls, finishReason: isOver ? 'stop' : finishReason };
      }
      const part = next.value;
      if (part.type === 'resumed') yield { type: 'TextResumed', target: part.target };
      else if (part.type === 'text') {
        text += part.text;
        yield part.text;
      } else if (!offered.has(part.name)) caller.toolDenied?.(part.name);
      else calls.push({ id: part.id, name: part.name, arguments: part.arguments });
    }
  } finally {
    // Also when the reader leaves: the call ends and is billed by what came.
    await parts.return(undefined as never);
  }
}

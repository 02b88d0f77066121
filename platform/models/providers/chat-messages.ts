import type { BaseMessage, InvalidToolCall } from '@langchain/core/messages';
import type { ChatMessage, ToolDefinition } from './provider.js';

/** Our messages as LangChain's. It is imported on the first call: it takes a second and 240 MB. */
export async function langChainMessages(messages: readonly ChatMessage[]): Promise<BaseMessage[]> {
  const { AIMessage, HumanMessage, SystemMessage, ToolMessage } = await import('@langchain/core/messages');
  return messages.map((message) => {
    const { role, content } = message;
    if (role === 'system') return new SystemMessage(content);
    if (role === 'user') return new HumanMessage(content);
    if (role === 'tool') return new ToolMessage({ content, tool_call_id: message.toolCallId ?? '' });
    const none: InvalidToolCall[] = [];
    const tool_calls = (message.toolCalls ?? []).map(({ id, name, arguments: given }) => ({
      type: 'tool_call' as const,
      id,
      name,
      args: (given ?? {}) as Record<string, unknown>,
    }));
    return new AIMessage({ content, tool_calls, invalid_tool_calls: none });
  });
}

/** A tool in the form of OpenAI, which LangChain takes for all. */
export const functionTool = ({ name, description, parameters }: ToolDefinition) => ({
  type: 'function' as const,
  function: { name, description, parameters: { ...parameters } },
});

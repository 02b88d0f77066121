import {
  AIMessage,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import type { ChatMessage, ToolDefinition } from './provider.js';

/** Our messages as LangChain's. */
export function langChainMessages(messages: readonly ChatMessage[]): BaseMessage[] {
  return messages.map((message) => {
    const { role, content } = message;
    if (role === 'system') return new SystemMessage(content);
    if (role === 'user') return new HumanMessage(content);
    if (role === 'tool') return new ToolMessage({ content, tool_call_id: message.toolCallId ?? '' });
    const tool_calls = (message.toolCalls ?? []).map(({ id, name, arguments: given }) => ({
      type: 'tool_call' as const,
      id,
      name,
      args: (given ?? {}) as Record<string, unknown>,
    }));
    return new AIMessage({ content, tool_calls });
  });
}

/** A tool in the form of OpenAI, which LangChain takes for all. */
export const functionTool = ({ name, description, parameters }: ToolDefinition) => ({
  type: 'function' as const,
  function: { name, description, parameters: { ...parameters } },
});

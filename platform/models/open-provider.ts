import type { TargetSettings } from './configuration/target.js';
import type { ChatProvider } from './providers/provider.js';

/** What speaks to a target; its library is loaded here. */
export async function openChatProvider(settings: TargetSettings): Promise<ChatProvider> {
  if (settings.provider === 'anthropic') {
    const { AnthropicChat } = await import('./providers/anthropic.js');
    return new AnthropicChat(settings);
  }
  if (settings.provider === 'ollama') {
    const { OllamaChat } = await import('./providers/ollama.js');
    return new OllamaChat(settings);
  }
  const { OpenAIChat } = await import('./providers/openai.js');
  return new OpenAIChat(settings);
}

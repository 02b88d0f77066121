import { AppError } from 'tributary/sdk';
import type { ChatProvider, EmbeddingProvider } from './provider.js';
import type { ProviderSettings } from './settings.js';

type Openers<Provider> = Readonly<Record<string, (settings: ProviderSettings) => Promise<Provider>>>;

/** What each provider of models can do; its module is imported on first use. */
const chat: Openers<ChatProvider> = {
  openai: async (settings: ProviderSettings) => new (await import('./openai.js')).OpenAIChat(settings),
  anthropic: async (settings: ProviderSettings) =>
    new (await import('./anthropic.js')).AnthropicChat(settings),
  ollama: async (settings: ProviderSettings) => new (await import('./ollama.js')).OllamaChat(settings),
};

const embeddings: Openers<EmbeddingProvider> = {
  openai: async (settings: ProviderSettings) =>
    new (await import('./openai-embeddings.js')).OpenAIEmbeddings(settings),
  ollama: async (settings: ProviderSettings) =>
    new (await import('./ollama-embeddings.js')).OllamaEmbeddings(settings),
  huggingface: async (settings: ProviderSettings) =>
    new (await import('./huggingface.js')).HuggingFaceEmbeddings(settings),
};

/** A provider's chat for a target. @throws AppError `CONFIG_INVALID` when it has none */
export function openChatProvider(provider: string, settings: ProviderSettings): Promise<ChatProvider> {
  return opened(provider, chat, 'does not chat', settings);
}

/** A provider's embeddings for a target. @throws AppError `CONFIG_INVALID` when it has none */
export function openEmbeddingProvider(
  provider: string,
  settings: ProviderSettings,
): Promise<EmbeddingProvider> {
  return opened(provider, embeddings, 'makes no embeddings', settings);
}

async function opened<Provider>(
  name: string,
  openers: Openers<Provider>,
  lacks: string,
  settings: ProviderSettings,
): Promise<Provider> {
  const open = Object.hasOwn(openers, name) ? openers[name] : undefined;
  if (open) return open(settings);
  const reason = `the provider ${name} ${lacks}; name one of ${Object.keys(openers).join(', ')}`;
  throw new AppError('CONFIG_INVALID', { key: 'MODELS', reason });
}

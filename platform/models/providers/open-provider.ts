import { AppError } from 'tributary/sdk';
import { chatOnTape, embeddingsOnTape } from '../cassettes/on-tape.js';
import type { ChatProvider, EmbeddingProvider } from './provider.js';
import type { ProviderSettings } from './settings.js';

type Openers<Provider> = Readonly<Record<string, (settings: ProviderSettings) => Promise<Provider>>>;

/**
 * What each provider of models can do. Its module is imported on first use: LangChain takes a second and 240 MB, which
 * only those who have a provider should pay.
 */
const chat: Openers<ChatProvider> = {
  openai: async (settings: ProviderSettings) => new (await import('./openai.js')).OpenAIChat(settings),
  anthropic: async (settings: ProviderSettings) =>
    new (await import('./anthropic.js')).AnthropicChat(settings),
  ollama: async (settings: ProviderSettings) => new (await import('./ollama.js')).OllamaChat(settings),
  scripted: async ({ model, script }) => (await import('./scripted.js')).scriptedModel(model, script),
  obedient: async ({ model }) => (await import('./obedient.js')).obedientModel(model),
  benign: async ({ model }) => (await import('./benign.js')).benignModel(model),
  judge: async ({ model }) => (await import('./judge.js')).judgeModel(model),
};

const embeddings: Openers<EmbeddingProvider> = {
  openai: async (settings: ProviderSettings) =>
    new (await import('./openai-embeddings.js')).OpenAIEmbeddings(settings),
  ollama: async (settings: ProviderSettings) =>
    new (await import('./ollama-embeddings.js')).OllamaEmbeddings(settings),
  huggingface: async (settings: ProviderSettings) =>
    new (await import('./huggingface.js')).HuggingFaceEmbeddings(settings),
  scripted: async (settings: ProviderSettings) =>
    (await import('./hashed-embeddings.js')).hashedEmbeddings(settings),
};

/** A provider's chat for a target. @throws AppError `CONFIG_INVALID` when it has none */
export function openChatProvider(provider: string, settings: ProviderSettings): Promise<ChatProvider> {
  const open = () => opened(provider, chat, 'does not chat', settings);
  return settings.tape ? chatOnTape(provider, settings, settings.tape, open) : open();
}

/** A provider's embeddings for a target. @throws AppError `CONFIG_INVALID` when it has none */
export function openEmbeddingProvider(
  provider: string,
  settings: ProviderSettings,
): Promise<EmbeddingProvider> {
  const open = () => opened(provider, embeddings, 'makes no embeddings', settings);
  return settings.tape ? embeddingsOnTape(provider, settings, settings.tape, open) : open();
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

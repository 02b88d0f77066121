import type { ChatProvider, EmbeddingProvider } from '../providers/provider.js';
import type { ProviderSettings } from '../providers/settings.js';
import { Cassette, type CassettePlace } from './cassette.js';
import { recordChat, replayChat } from './chat-cassette.js';
import { recordEmbeddings, replayEmbeddings } from './embedding-cassette.js';

const usualBatch = 64;

/** A provider's chat as its cassette has it, or the provider with what it says being recorded. Replaying opens nothing. */
export async function chatOnTape(
  name: string,
  settings: ProviderSettings,
  place: CassettePlace,
  open: () => Promise<ChatProvider>,
): Promise<ChatProvider> {
  const cassette = cassetteOf(settings, place);
  if (!place.isReplayed) return recordChat(await open(), cassette);
  const { model, structured = 'schema' } = settings;
  return replayChat({ name, model, structured }, cassette);
}

/** As `chatOnTape`, for embeddings. */
export async function embeddingsOnTape(
  name: string,
  settings: ProviderSettings,
  place: CassettePlace,
  open: () => Promise<EmbeddingProvider>,
): Promise<EmbeddingProvider> {
  const cassette = cassetteOf(settings, place);
  const { model, batchSize = usualBatch, dimensions = null } = settings;
  if (!place.isReplayed) return recordEmbeddings(await open(), dimensions, cassette);
  return replayEmbeddings({ name, model, batchSize, dimensions }, cassette);
}

function cassetteOf({ apiKey, headers = {} }: ProviderSettings, { folder }: CassettePlace): Cassette {
  return new Cassette(folder, [apiKey, ...Object.values(headers)]);
}

import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';
import { type ChainMetrics, openChain } from './chain/open-chain.js';
import { embeddingCircuits } from './chain/shown-circuit.js';
import { embedAlias } from './configuration/alias.js';
import { readModels } from './configuration/read-models.js';
import { embeddingModelOf, openEmbedder } from './embeddings/open-embedder.js';
import type { EmbeddingBills } from './embeddings/target.js';
import { modelsService } from './models-service.js';
import type { ModelLayer } from './port.js';
import { openChatProvider } from './providers/open-provider.js';

/**
 * The model layer of the file that `MODELS` names; null when it is `none`. Reading the file costs nothing: a provider's
 * library is imported on its first call.
 * @throws AppError `CONFIG_INVALID`
 */
export async function openModels(
  config: Pick<Config, 'models'>,
  metrics: ChainMetrics,
  embeddingBills: EmbeddingBills | null = null,
): Promise<ModelLayer | null> {
  const configuration = await readModels(config.models);
  if (!configuration) return null;
  const { aliases } = configuration;
  const chain = openChain(configuration, (target) => openChatProvider(target.provider, target), metrics);
  return {
    modelOf: (alias, scope) => chain.modelOf(alias, scope),
    version: (scope) =>
      [...aliases.keys()]
        .filter((alias) => alias !== embedAlias)
        .sort()
        .map((alias) => `${alias}: ${chain.modelOf(alias, scope)}`)
        .join('\n'),
    target(alias, scope, inputTokens) {
      const [first] = chain.targets(alias, scope, inputTokens);
      if (!first) throw new AppError('MODEL_FAILED', { reason: `the alias ${alias} has no target` });
      return first;
    },
    serve: (caller) => modelsService(caller, chain),
    close: () => chain.close(),
    embedder: openEmbedder(configuration, embeddingBills, embeddingCircuits(aliases, metrics)),
    embeddingModel: embeddingModelOf(configuration),
  };
}

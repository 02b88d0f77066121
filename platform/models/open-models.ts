import type { Config } from '#platform/config';
import { type ChainMetrics, openChain } from './chain/open-chain.js';
import { readModels } from './configuration/read-models.js';
import { embedderOf } from './embedder.js';
import { modelsService } from './models-service.js';
import type { ModelLayer } from './port.js';
import { openChatProvider } from './providers/open-provider.js';

/** The alias of the embedding model. */
const embedAlias = 'embed';

/**
 * The model layer of the file that `MODELS` names; null when it is `none`. Reading the file costs nothing: a provider's
 * library is imported on its first call.
 * @throws AppError `CONFIG_INVALID`
 */
export async function openModels(
  config: Pick<Config, 'models'>,
  metrics: ChainMetrics,
): Promise<ModelLayer | null> {
  const configuration = await readModels(config.models);
  if (!configuration) return null;
  const { targets, aliases } = configuration;
  const chain = openChain(configuration, (target) => openChatProvider(target.provider, target), metrics);
  const embed = targets.get(aliases.get(embedAlias)?.targets[0]?.target ?? '');
  return {
    modelOf: (alias, scope) => chain.modelOf(alias, scope),
    version: (scope) =>
      [...aliases.keys()]
        .filter((alias) => alias !== embedAlias)
        .sort()
        .map((alias) => `${alias}: ${chain.modelOf(alias, scope)}`)
        .join('\n'),
    serve: (caller) => modelsService(caller, chain),
    embedder: embed ? embedderOf(embed) : null,
  };
}

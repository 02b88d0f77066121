import { AppError } from 'tributary/sdk';
import type { Config } from '#platform/config';
import { Breaker } from './breaker.js';
import { createEmbedder } from './embedder.js';
import type { GuardedModel } from './model-call.js';
import { readModels } from './models-file.js';
import { modelsService } from './models-service.js';
import type { ModelLayer } from './port.js';

/** The alias of the embedding model. */
const embedAlias = 'embed';

/**
 * The model layer of the file that `MODELS` names; null when it is `none`. Reading the file costs nothing: a provider's
 * library is imported on its first call.
 * @throws AppError `CONFIG_INVALID`
 */
export async function openModels(config: Pick<Config, 'models'>): Promise<ModelLayer | null> {
  const settings = await readModels(config.models);
  if (settings.size === 0) return null;
  const models = new Map<string, GuardedModel>(
    [...settings].map(([alias, one]) => [alias, { settings: one, breaker: new Breaker() }]),
  );
  const modelsOf = (alias: string): GuardedModel[] => {
    const first = models.get(alias);
    if (!first)
      throw new AppError('MODEL_FAILED', { reason: `there is no alias ${alias}` }, { retryable: false });
    return [first, ...first.settings.fallback.flatMap((other) => models.get(other) ?? [])];
  };
  const embed = settings.get(embedAlias);
  return {
    modelOf: (alias) => settings.get(alias)?.model ?? null,
    serve: (caller) => modelsService(caller, modelsOf),
    embedder: embed ? createEmbedder(embed) : null,
  };
}

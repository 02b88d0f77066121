import type { Embedder, EmbeddingModel } from '#platform';
import { Circuit } from '../chain/circuit.js';
import { embedAlias } from '../configuration/alias.js';
import type { ModelsConfiguration } from '../configuration/read-models.js';
import type { TargetSettings } from '../configuration/target.js';
import { openEmbeddingProvider } from '../providers/open-provider.js';
import type { EmbeddingProvider } from '../providers/provider.js';
import { createEmbedder } from './embedder.js';
import type { EmbeddingBills, EmbeddingTarget } from './target.js';

const defaultBatch = 64;

/** What makes vectors by a models file; null if it has no alias `embed`. Opening it loads and calls nothing. */
export function openEmbedder(
  { targets, aliases }: ModelsConfiguration,
  bills: EmbeddingBills | null,
  circuitOf: (target: string) => Circuit = () => new Circuit(() => undefined),
): Embedder | null {
  const alias = aliases.get(embedAlias);
  if (!alias) return null;
  const all = new Map([...targets].map(([name, settings]) => [name, targetOf(settings, circuitOf(name))]));
  const names = [...alias.targets.map(({ target }) => target), ...alias.fallback.outage];
  const [first, ...others] = [...new Set(names)].flatMap((name) => all.get(name) ?? []);
  return first ? createEmbedder({ own: [first, ...others], all: [...all.values()], bills }) : null;
}

/** The model behind the alias `embed`; null without the alias. */
export function embeddingModelOf({ targets, aliases }: ModelsConfiguration): EmbeddingModel | null {
  const settings = targets.get(aliases.get(embedAlias)?.targets[0]?.target ?? '');
  return settings ? { provider: settings.vendor ?? settings.provider, model: settings.model } : null;
}

function targetOf(settings: TargetSettings, circuit: Circuit): EmbeddingTarget {
  const { name, provider, model, dimensions, batchSize, timeouts, batchApi } = settings;
  let opening: Promise<EmbeddingProvider> | null = null;
  return {
    name,
    provider: settings.vendor ?? provider,
    model,
    dimensions: dimensions ?? null,
    batchSize: batchSize ?? defaultBatch,
    timeoutMs: timeouts.totalMs,
    circuit,
    open() {
      opening ??= openEmbeddingProvider(provider, settings).catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    // What is recorded or played back goes by the provider.
    batches: provider === 'openai' && batchApi && !settings.tape ? settings : null,
  };
}

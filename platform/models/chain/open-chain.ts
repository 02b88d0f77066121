import { AppError } from 'tributary/sdk';
import type { Metrics } from '#platform/telemetry';
import type { AliasSettings } from '../configuration/alias.js';
import type { ModelsConfiguration } from '../configuration/read-models.js';
import type { TargetSettings } from '../configuration/target.js';
import type { ModelChain, TargetInfo } from '../port.js';
import type { ChatProvider } from '../providers/provider.js';
import { callModel } from './call-model.js';
import type { Circuit } from './circuit.js';
import { Respite } from './respite.js';
import { everyTarget, inTurn } from './routing.js';
import { type CircuitMetrics, chatCircuits } from './shown-circuit.js';
import { Spares } from './spares.js';
import type { Target } from './target.js';

export type ChainMetrics = CircuitMetrics & Pick<Metrics, 'llmFallback'>;

/** Opens the provider of a target; its library is loaded here. */
export type OpenProvider = (settings: TargetSettings) => Promise<ChatProvider>;

/** The chain over the targets and aliases of a models file. Opening it loads and calls nothing. */
export function openChain(
  { targets: settings, aliases }: ModelsConfiguration,
  openProvider: OpenProvider,
  metrics: ChainMetrics,
): ModelChain {
  const circuitOf = chatCircuits(aliases, metrics);
  const targets = new Map(
    [...settings.values()].map((one) => [one.name, targetOf(one, openProvider, circuitOf(one.name))]),
  );
  const spares = new Spares(targets);
  const aliasOf = (alias: string): AliasSettings => {
    const found = aliases.get(alias);
    if (found) return found;
    const reason = `there is no alias ${alias} in the models file`;
    throw new AppError('MODEL_FAILED', { reason }, { retryable: false });
  };
  return {
    modelOf(alias, scope) {
      const found = aliases.get(alias);
      if (!found) return null;
      const models = everyTarget(found, scope).map((name) => settings.get(name)?.model ?? name);
      return [...new Set(models)].join(', ');
    },
    targets(alias, scope, inputTokens) {
      const found = aliasOf(alias);
      const { outage, contextWindow = [], contentPolicy } = found.fallback;
      const others = [...outage, ...contextWindow, ...contentPolicy, ...found.downgrade];
      const names = [...inTurn(found, scope, inputTokens), ...others];
      return [...new Set(names)].flatMap((name) => targets.get(name)?.info ?? []);
    },
    async *callModel(request, caller) {
      return yield* callModel({ targets, metrics, spares }, aliasOf(request.alias), request, caller);
    },
    close: () => spares.close(),
  };
}

function targetOf(settings: TargetSettings, openProvider: OpenProvider, circuit: Circuit): Target {
  let opening: Promise<ChatProvider> | null = null;
  return {
    settings,
    info: infoOf(settings),
    circuit,
    respite: new Respite(),
    providerName: settings.vendor ?? settings.provider,
    async provider() {
      opening ??= openProvider(settings);
      try {
        return await opening;
      } catch (error) {
        opening = null;
        throw error;
      }
    },
  };
}

function infoOf({
  name,
  provider,
  vendor,
  model,
  contextTokens,
  maxOutputTokens,
  structured,
}: TargetSettings): TargetInfo {
  return {
    name,
    provider: vendor ?? provider,
    model,
    contextTokens: contextTokens ?? null,
    maxOutputTokens: maxOutputTokens ?? null,
    structured: structured ?? nativeForm(provider),
  };
}

/** What the provider's own service can; a server of the same protocol that cannot is named in the models file. */
function nativeForm(provider: TargetSettings['provider']): TargetInfo['structured'] {
  return provider === 'huggingface' ? 'none' : 'schema';
}

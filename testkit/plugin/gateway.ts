import { createGraphContext } from '#platform/graph';
import { createPluginIdentity } from '#platform/keys';
import { createRateLimits } from '#platform/limits';
import { type Foundation, openHooks } from '../../cli/foundation.js';
import { toolCallRecorder } from '../../cli/record-tool-call.js';
import { type Gateway, type SubgraphEndpoint, startGateway } from '../../gateway/index.js';

/** The gateway over subgraphs of this process, on a free port. */
export function openTestGateway(
  foundation: Foundation,
  endpoints: readonly SubgraphEndpoint[],
): Promise<Gateway> {
  const { config, database, identity, clock, log, registry, uploads, metrics, tracing } = foundation;
  return startGateway({
    config,
    identity,
    log,
    registry,
    uploads,
    hooks: openHooks(foundation),
    publicKeys: createPluginIdentity(foundation.master).publicKeys,
    endpoints,
    limits: createRateLimits({ config, database, clock, log }),
    metrics,
    tracing,
    scrape: () => metrics.render(),
    health: { check: async () => ({ ready: true, parts: {} }) },
    recordToolCall: toolCallRecorder(foundation),
    createContext: createGraphContext,
  });
}

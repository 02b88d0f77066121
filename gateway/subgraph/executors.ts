import type { GatewayParts } from '../ports.js';
import type { SubgraphExecutor } from './call.js';
import { countCalls } from './count-calls.js';
import type { SubgraphEndpoint } from './endpoint.js';
import { inProcessExecutor } from './in-process.js';
import { remoteExecutor } from './remote.js';

type Parts = Pick<GatewayParts, 'config' | 'identity' | 'log' | 'metrics' | 'createContext'>;

/** How each subgraph of a generation is called. */
export function executorsOf(
  endpoints: readonly SubgraphEndpoint[],
  { config, identity, log, metrics, createContext }: Parts,
): Map<string, SubgraphExecutor> {
  const limitMs = config.limits.operationMs;
  return new Map(
    endpoints.map((endpoint) => {
      const { name } = endpoint;
      const executor =
        'schema' in endpoint
          ? inProcessExecutor({ name, schema: endpoint.schema, createContext, limitMs, log })
          : remoteExecutor({ name, url: endpoint.url, identity, limitMs, log });
      return [name, countCalls(name, executor, metrics)];
    }),
  );
}

import type { GatewayParts } from '../ports.js';
import type { SubgraphExecutor } from './call.js';
import { countCalls } from './count-calls.js';
import type { SubgraphEndpoint } from './endpoint.js';
import { executedExecutor } from './executed.js';
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
      return [
        name,
        countCalls(name, executorOf(endpoint, { identity, limitMs, log, createContext }), metrics),
      ];
    }),
  );
}

function executorOf(
  endpoint: SubgraphEndpoint,
  {
    identity,
    createContext,
    ...common
  }: Pick<Parts, 'identity' | 'log' | 'createContext'> & { limitMs: number },
): SubgraphExecutor {
  const { name } = endpoint;
  if ('schema' in endpoint) {
    return inProcessExecutor({ name, schema: endpoint.schema, createContext, ...common });
  }
  return 'execute' in endpoint
    ? executedExecutor({ name, subgraph: endpoint, createContext, ...common })
    : remoteExecutor({ name, url: endpoint.url, identity, ...common });
}

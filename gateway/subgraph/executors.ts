import type { GatewayParts } from '../ports.js';
import type { SubgraphExecutor } from './call.js';
import { countCalls } from './count-calls.js';
import type { SubgraphEndpoint } from './endpoint.js';
import { executedExecutor } from './executed.js';
import { inProcessExecutor } from './in-process.js';
import { remoteExecutor } from './remote.js';

type Parts = Pick<GatewayParts, 'config' | 'identity' | 'log' | 'metrics' | 'createContext'>;

/**
 * How each subgraph of a generation is called. What is the same as in an earlier generation keeps its executor, with
 * all that was compiled for it.
 */
export function keepExecutors({ config, identity, log, metrics, createContext }: Parts) {
  const limitMs = config.limits.operationMs;
  const kept = new WeakMap<SubgraphEndpoint, SubgraphExecutor>();
  const executor = (endpoint: SubgraphEndpoint): SubgraphExecutor => {
    const known = kept.get(endpoint);
    if (known) return known;
    const made = executorOf(endpoint, { identity, limitMs, log, createContext });
    const counted = countCalls(endpoint.name, made, metrics);
    kept.set(endpoint, counted);
    return counted;
  };
  return (endpoints: readonly SubgraphEndpoint[]): Map<string, SubgraphExecutor> =>
    new Map(endpoints.map((endpoint) => [endpoint.name, executor(endpoint)]));
}

/** The same for one generation. */
export function executorsOf(
  endpoints: readonly SubgraphEndpoint[],
  parts: Parts,
): Map<string, SubgraphExecutor> {
  return keepExecutors(parts)(endpoints);
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
